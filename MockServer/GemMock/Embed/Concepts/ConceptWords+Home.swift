extension ConceptWords {
    /// Home, food, shopping, money, work.
    static let home = """
        = home 1 0.3
        house home residence dwelling apartment flat condo household lodging villa accommodation | haus wohnung heim zuhause unterkunft | maison appartement logement domicile chez | casa apartamento piso hogar vivienda | casa appartamento alloggio | casa apartamento lar moradia
        room chamber bedroom living_room | zimmer raum schlafzimmer wohnzimmer | chambre pièce salon | habitación cuarto dormitorio sala | stanza camera salotto | quarto sala
        kitchen | küche | cuisine | cocina | cucina | cozinha
        bathroom toilet restroom lavatory loo washroom | badezimmer toilette klo bad | toilettes salle_de_bain | baño aseo servicio | bagno gabinetto | banheiro casa_de_banho
        door gate entrance doorway entry | tür tor eingang | porte entrée | puerta entrada | porta ingresso | porta entrada
        window pane | fenster | fenêtre | ventana | finestra | janela
        wall fence barrier | wand mauer zaun | mur clôture | pared muro valla | muro parete recinto | parede muro cerca
        roof attic | dach dachboden | toit grenier | techo tejado ático | tetto soffitta | telhado teto
        floor ground storey | boden stock fußboden | sol étage plancher | suelo piso | pavimento piano | chão piso
        stairs staircase steps step stair | treppe stufe | escalier marche | escalera escalón | scala gradino | escada degrau
        garden yard backyard lawn gardening gardener | garten rasen gärtner | jardin pelouse jardinier | jardín césped jardinero | giardino prato giardiniere | jardim gramado jardineiro
        furniture sofa couch settee armchair | möbel sofa couch sessel | meuble canapé fauteuil | mueble sofá sillón | mobile divano poltrona | móvel sofá poltrona
        chair seat bench stool sit sitting sat | stuhl sitz bank sitzen | chaise siège banc asseoir assis | silla asiento banco sentar | sedia posto panca sedere | cadeira assento banco sentar
        table desk | tisch schreibtisch | table bureau | mesa escritorio | tavolo scrivania | mesa escrivaninha
        bed mattress pillow blanket | bett matratze kissen decke | lit matelas oreiller couverture | cama colchón almohada manta | letto materasso cuscino coperta | cama colchão travesseiro cobertor
        lamp light bulb lighting illuminate bright lit | lampe licht glühbirne beleuchtung hell | lampe lumière ampoule éclairage | lámpara luz bombilla | lampada luce lampadina | lâmpada luz
        dark darkness dim shadow shade pitch-black | dunkel dunkelheit schatten finster | sombre obscurité ombre noir | oscuro oscuridad sombra | buio oscurità ombra | escuro escuridão sombra
        clean cleaning tidy spotless wipe sweep clean_up dust mop vacuum_cleaner | sauber putzen reinigen aufräumen | propre nettoyer ménage ranger | limpio limpiar ordenar | pulito pulire ordinare | limpo limpar arrumar
        dirty filthy messy mess grubby stain dirt muddy | schmutzig dreckig unordentlich fleck | sale saleté désordre tache | sucio mancha desorden | sporco macchia disordine | sujo mancha bagunça
        laundry washing_machine detergent ironing iron | wäsche waschmaschine bügeln | lessive lave-linge repasser | ropa_sucia lavadora planchar | bucato lavatrice stirare | roupa_suja lavadora passar_roupa
        fridge refrigerator freezer | kühlschrank | réfrigérateur frigo | nevera frigorífico refrigerador | frigorifero frigo | geladeira frigorífico
        key lock locked unlock padlock | schlüssel schloss abschließen verschlossen | clé clef serrure verrouiller | llave cerradura cerrar | chiave serratura | chave fechadura trancar
        rent tenant landlord lease renter rented | miete mieter vermieter mieten | loyer locataire louer propriétaire | alquiler inquilino alquilar | affitto inquilino affittare | aluguel inquilino alugar
        move_house moving relocate relocated relocation moved_to | umziehen umzug | déménager déménagement | mudarse mudanza | traslocare trasloco trasferirsi | mudar mudança
        build construct building construction erect built architect builder skyscraper tower | bauen gebäude bau architekt turm errichtet | construire bâtiment construction architecte tour | construir edificio construcción arquitecto torre | costruire edificio costruzione architetto torre | construir edifício construção arquiteto torre prédio
        repair fix mend restore fixed renovate maintenance renovation refurbish put_right | reparieren reparatur instandsetzen renovieren | réparer réparation rénover | reparar arreglar reparación | riparare aggiustare riparazione | consertar reparar conserto
        tool hammer screwdriver drill nail screw tools saw | werkzeug hammer schraube nagel | outil marteau vis clou | herramienta martillo tornillo clavo | attrezzo martello vite chiodo | ferramenta martelo parafuso prego
        paint painted painting_walls varnish | streichen farbe malen | peindre peinture | pintar pintura | dipingere vernice pittura | pintar tinta pintura
        = food 1 0.4
        food meal dish cuisine grub nourishment nutrition nutritious foods | essen gericht mahlzeit speise nahrung ernährung | nourriture repas plat nutrition | comida plato alimento | cibo piatto pasto | comida prato refeição alimento
        eat dine consume eating devour ate feed munch have_a_bite had_a_bite | essen fressen speisen isst aß | manger dîner mange | comer cenar come | mangiare cenare mangia | comer jantar come
        hungry hunger starving famished starve appetite peckish | hungrig hunger | faim affamé avoir_faim | hambre hambriento | fame affamato | fome faminto
        thirsty thirst hydrate dehydrated hydration | durstig durst | soif assoiffé | sed sediento | sete assetato | sede
        breakfast | frühstück | petit_déjeuner | desayuno | colazione | café_da_manhã pequeno-almoço
        lunch midday_meal | mittagessen | déjeuner | almuerzo comida | pranzo | almoço
        dinner supper evening_meal | abendessen | dîner souper | cena | cena | jantar
        drink beverage sip drank drinking drinks | trinken getränk trinkt | boire boisson boit | beber bebida | bere bevanda | beber bebida
        water aqua | wasser | eau | agua | acqua | água
        coffee espresso cappuccino latte caffeine café | kaffee espresso | café expresso | café | caffè espresso | café
        tea | tee | thé | té | tè | chá
        milk dairy | milch | lait | leche | latte | leite
        cheese | käse | fromage | queso | formaggio | queijo
        butter | butter | beurre | mantequilla | burro | manteiga
        egg eggs omelette | ei eier omelett | œuf omelette | huevo tortilla | uovo uova frittata | ovo omelete
        bread loaf toast baguette bun baker bakery | brot brötchen bäcker bäckerei | pain boulanger boulangerie baguette | pan panadería panadero | pane panetteria panino | pão padaria padeiro
        cake pastry dessert sweets cookie biscuit pie candy chocolate sweet sugar sugary | kuchen torte nachtisch süßigkeiten keks schokolade süß zucker | gâteau dessert biscuit chocolat bonbon sucre sucré tarte | pastel tarta postre galleta chocolate dulce azúcar | torta dolce biscotto cioccolato zucchero | bolo sobremesa biscoito chocolate doce açúcar
        ice_cream gelato sorbet | eis eiscreme | glace | helado | gelato | sorvete gelado
        meat beef pork steak bacon ham sausage lamb butcher | fleisch rind schwein wurst schinken metzger | viande bœuf porc saucisse jambon boucher | carne res cerdo salchicha jamón carnicero | carne manzo maiale salsiccia prosciutto | carne porco boi salsicha presunto
        chicken poultry turkey hen | huhn hähnchen henne geflügel | poulet volaille poule | pollo gallina | pollo gallina | frango galinha
        vegetarian vegan meatless plant-based veggie | vegetarisch vegan | végétarien végétalien | vegetariano vegano | vegetariano vegano | vegetariano vegano
        vegetable vegetables potato carrot onion tomato cabbage lettuce salad greens garlic spinach broccoli | gemüse kartoffel karotte zwiebel tomate salat knoblauch | légume pomme_de_terre carotte oignon tomate salade ail | verdura patata papa zanahoria cebolla tomate ensalada ajo | verdura patata carota cipolla pomodoro insalata aglio | legume batata cenoura cebola tomate salada alho
        fruit apple banana orange pear grape lemon berry strawberry cherry peach fruits melon | obst frucht apfel banane birne traube zitrone erdbeere | fruit pomme banane poire raisin citron fraise | fruta manzana plátano pera uva limón fresa | frutta mela banana pera uva limone fragola | fruta maçã banana pera uva limão morango
        rice pasta noodles spaghetti | reis nudeln | riz pâtes nouilles | arroz fideos | riso pasta | arroz massa macarrão
        pizza | pizza | pizza | pizza | pizza | pizza
        soup broth stew | suppe eintopf brühe | soupe bouillon ragoût | sopa caldo guiso | zuppa minestra brodo | sopa caldo
        salt salty pepper spice spicy seasoning herbs | salz salzig pfeffer gewürz würzig scharf | sel salé poivre épice épicé | sal salado pimienta especia picante | sale salato pepe spezia piccante | sal salgado pimenta tempero
        oil olive | öl olive | huile olive | aceite oliva | olio oliva | óleo azeite oliva
        wine vineyard winery | wein winzer weinberg | vin vignoble | vino viñedo | vino vigneto | vinho vinha
        beer ale lager brewery brew | bier brauerei | bière brasserie | cerveza | birra | cerveja
        cook cooking chef recipe bake fry boil roast oven grill prepare_food stove saucepan pan pot baked simmer | kochen koch rezept backen braten ofen grillen topf | cuisiner cuisinier recette cuire four poêle frire | cocinar cocinero receta hornear horno freír olla | cucinare cuoco ricetta cuocere forno friggere pentola | cozinhar cozinheiro receita assar forno fritar panela
        restaurant diner eatery bistro cafe waiter waitress menu order_food takeaway takeout | restaurant gaststätte kellner speisekarte lokal | restaurant serveur menu bistrot | restaurante camarero menú | ristorante cameriere trattoria menù | restaurante garçom cardápio ementa
        delicious tasty yummy flavor flavour taste savory savoury appetizing scrumptious mouth-watering | lecker köstlich geschmack schmeckt schmecken | délicieux goût savoureux | delicioso rico sabroso sabor | delizioso gustoso sapore buono | delicioso gostoso saboroso sabor
        bitter sour acidic tart | bitter sauer | amer acide | amargo ácido agrio | amaro acido | amargo azedo
        knife fork spoon plate bowl cup glass mug bottle cutlery | messer gabel löffel teller schüssel tasse glas flasche | couteau fourchette cuillère assiette bol tasse verre bouteille | cuchillo tenedor cuchara plato taza vaso botella | coltello forchetta cucchiaio piatto tazza bicchiere bottiglia | faca garfo colher prato xícara copo garrafa
        ingredient flour dough yeast ingredients | zutat mehl teig hefe | ingrédient farine pâte levure | ingrediente harina masa levadura | ingrediente farina impasto lievito | ingrediente farinha massa fermento
        fresh rotten spoiled stale expired mouldy | frisch verdorben faul | frais pourri périmé | fresco podrido caducado | fresco marcio scaduto | fresco podre estragado
        = clothes 1 0.35
        clothes clothing garment outfit apparel dress wear wore attire fashion garments dressed suit | kleidung kleid anziehen tragen anzug mode | vêtement robe porter habit costume mode | ropa vestido llevar traje moda | vestito abito indossare moda | roupa vestido vestir terno moda
        shirt blouse t-shirt sweater jumper pullover | hemd bluse pullover | chemise chemisier pull | camisa blusa suéter | camicia maglia maglione | camisa blusa suéter
        trousers pants jeans shorts skirt | hose jeans rock | pantalon jean jupe | pantalón vaqueros falda | pantaloni jeans gonna | calça calças saia
        shoe shoes boots sneakers trainers boot sandals footwear | schuh schuhe stiefel | chaussure bottes | zapato botas zapatillas | scarpa stivali | sapato botas tênis
        coat jacket | mantel jacke | manteau veste | abrigo chaqueta | cappotto giacca | casaco jaqueta
        hat cap scarf glove gloves | hut mütze schal handschuh | chapeau bonnet écharpe gant | sombrero gorro bufanda guante | cappello sciarpa guanto | chapéu boné cachecol luva
        ring necklace jewel jewelry jewellery earrings diamond | ring kette schmuck diamant | bague collier bijou diamant | anillo collar joya diamante | anello collana gioiello diamante | anel colar joia diamante
        glasses spectacles eyeglasses sunglasses | brille | lunettes | gafas lentes | occhiali | óculos
        bag purse handbag backpack suitcase luggage baggage briefcase wallet | tasche handtasche rucksack koffer gepäck | sac sac_à_dos valise bagage | bolso mochila maleta equipaje | borsa zaino valigia bagaglio | bolsa mochila mala bagagem
        fabric cotton wool silk cloth textile sew knit | stoff baumwolle wolle seide nähen stricken | tissu coton laine soie coudre tricoter | tela algodón lana seda coser tejer | tessuto cotone lana seta cucire | tecido algodão lã seda costurar
        = money 1 0.4
        money cash currency funds coin coins bucks | geld bargeld währung münze | argent monnaie espèces | dinero efectivo moneda plata | denaro soldi contanti moneta | dinheiro moeda
        bank banking account savings deposit | bank konto sparen einlage | banque compte épargne | banco cuenta ahorro | banca conto risparmio | banco conta poupança
        pay payment paid payable settle charge charged | bezahlen zahlen zahlung bezahlt | payer paiement régler | pagar pago | pagare pagamento | pagar pagamento
        buy purchase purchased bought acquire obtain get_hold_of shopping | kaufen einkaufen kauf gekauft erwerben | acheter achat acquérir | comprar compra adquirir | comprare acquisto acquistare | comprar compra adquirir
        sell sale sold seller vendor retail market vend | verkaufen verkauf verkäufer markt | vendre vente vendeur marché | vender venta vendedor mercado | vendere vendita venditore mercato | vender venda vendedor mercado
        shop store supermarket mall grocery boutique outlet groceries | laden geschäft supermarkt kaufhaus | magasin boutique supermarché | tienda supermercado almacén | negozio supermercato bottega | loja supermercado
        price cost fee costs charge rate tariff fare how_much priced | preis kosten gebühr kostet | prix coût tarif coûte combien | precio costo coste tarifa cuesta cuánto | prezzo costo tariffa costa quanto | preço custo tarifa custa quanto
        expensive costly pricey overpriced dear cost_an_arm_and_a_leg luxurious luxury | teuer kostspielig luxus | cher coûteux luxe | caro costoso lujo | caro costoso lusso | caro custoso luxo
        cheap inexpensive affordable low-cost bargain low_price budget discount discounted reduced_price on_sale | billig günstig preiswert rabatt | bon_marché pas_cher remise réduction | barato económico descuento rebaja | economico sconto conveniente | barato económico desconto
        free free_of_charge at_no_cost complimentary gratis costs_nothing without_paying | kostenlos gratis umsonst | gratuit gratuitement | gratis gratuito | gratis gratuito | grátis gratuito
        bill invoice receipt billing statement check | rechnung quittung | facture reçu addition | factura recibo cuenta | fattura ricevuta conto scontrino | fatura recibo conta
        credit loan debt borrow lend mortgage owe owed creditor lender | kredit schulden darlehen leihen hypothek | crédit prêt dette emprunter hypothèque | crédito préstamo deuda hipoteca prestar | credito prestito debito mutuo | crédito empréstimo dívida hipoteca
        tax taxes taxation duty vat income_tax | steuer steuern | impôt taxe fiscal | impuesto impuestos | tassa imposta tasse | imposto taxa
        invest investment investor stock stocks shares share bonds stock_market portfolio dividend fund equities | investieren aktie aktien börse anlage fonds | investir action bourse placement | invertir acción bolsa inversión | investire azione borsa investimento | investir ação bolsa investimento
        rich wealthy affluent fortune wealth millionaire billionaire well-off prosperous loaded | reich wohlhabend vermögen reichtum | riche fortune richesse aisé | rico adinerado riqueza fortuna | ricco ricchezza benestante | rico riqueza fortuna abastado
        poor poverty broke needy impoverished destitute penniless poorer | arm armut bedürftig | pauvre pauvreté | pobre pobreza | povero povertà | pobre pobreza
        refund reimburse money_back reimbursement return_item give_back repay refunds refunded | rückerstattung erstatten geld_zurück zurückgeben | rembourser remboursement | reembolso devolver devolución | rimborso rimborsare restituire | reembolso devolver devolução
        credit_card debit_card card | karte kreditkarte | carte carte_bancaire | tarjeta | carta carta_di_credito | cartão
        insurance insure insured policy coverage claim premium | versicherung versichern | assurance assurer | seguro asegurar póliza | assicurazione assicurare | seguro segurar
        profit gain earnings revenue income earn turnover earned | gewinn einkommen umsatz verdienen | profit bénéfice revenu gagner | ganancia beneficio ingreso ganar | profitto guadagno reddito guadagnare | lucro receita renda ganhar
        loss lose_money deficit losses | verlust defizit | perte déficit | pérdida déficit | perdita deficit | perda prejuízo
        interest_rate interest inflation rates central_bank | zins zinsen inflation | taux_d'intérêt inflation intérêt | interés inflación tipo_de_interés | interesse inflazione tasso | juros inflação
        economy economic finance financial fiscal recession economics economist gdp | wirtschaft finanzen konjunktur ökonomie | économie finance économique | economía finanzas económico | economia finanza economico | economia finanças econômico
        gift present donate donation charity give_away donated | geschenk spende spenden schenken | cadeau don offrir | regalo donación donar regalar | regalo donare donazione | presente doação doar prenda
        save saving economize set_aside put_away savings cut_costs | sparen ersparnis | économiser épargner | ahorrar ahorro | risparmiare | poupar economizar
        spend spending expenditure expense expenses spent splurge | ausgeben ausgaben | dépenser dépense | gastar gasto | spendere spesa | gastar despesa
        = work 1 0.35
        job work employment occupation profession career position vacancy livelihood works working | arbeit beruf stelle job arbeiten tätigkeit | travail emploi métier boulot travailler | trabajo empleo profesión trabajar | lavoro impiego professione lavorare | trabalho emprego profissão trabalhar
        hire recruit employ recruitment hired recruiter applicant apply application job_interview | einstellen bewerbung bewerben bewerber | embaucher recruter candidature postuler | contratar solicitud postular candidato | assumere candidatura candidato | contratar candidatura
        fire dismiss lay_off laid_off sacked fired layoffs redundancy let_go lost_her_job lost_his_job | entlassen kündigen gekündigt feuern | licencier renvoyer viré | despedir despido | licenziare licenziamento | demitir despedir
        unemployed jobless unemployment out_of_work | arbeitslos arbeitslosigkeit | chômage chômeur | desempleado paro desempleo | disoccupato disoccupazione | desempregado desemprego
        resign quit resignation hand_in_notice handed_in_notice step_down stepped_down | kündigen zurücktreten rücktritt | démissionner démission | renunciar dimitir dimisión | dimettersi dimissioni | demitir-se renunciar
        retire retirement pension retired retiree | rente ruhestand pension | retraite retraité pension | jubilación jubilarse pensión | pensione pensionato | aposentadoria reforma pensão
        salary wage wages pay pay_rise raise paycheck remuneration | gehalt lohn | salaire paie | salario sueldo | stipendio salario paga | salário ordenado
        boss manager supervisor employer chief director executive ceo leader head_of | chef leiter vorgesetzter direktor geschäftsführer | chef patron directeur dirigeant | jefe director gerente | capo direttore dirigente | chefe diretor gerente
        employee worker staff personnel workforce labour labor laborer | arbeiter angestellter mitarbeiter personal | employé ouvrier salarié personnel | empleado trabajador personal obrero | impiegato lavoratore dipendente operaio | empregado trabalhador funcionário operário
        colleague coworker co-worker teammate workmate | kollege kollegin | collègue | colega compañero | collega | colega
        office workplace headquarters | büro arbeitsplatz | bureau siège | oficina despacho | ufficio sede | escritório
        company firm business enterprise corporation startup organization organisation companies | firma unternehmen betrieb konzern geschäft | entreprise société boîte | empresa compañía negocio | azienda impresa società ditta | empresa companhia negócio
        meeting conference appointment get-together session gathering | treffen besprechung sitzung termin konferenz | réunion rendez-vous conférence | reunión cita conferencia | riunione incontro appuntamento | reunião encontro conferência
        project task assignment chore undertaking tasks to-do | projekt aufgabe auftrag | projet tâche mission | proyecto tarea | progetto compito incarico | projeto tarefa
        deadline due_date due time_limit overdue | frist abgabetermin fällig | échéance date_limite délai | plazo fecha_límite | scadenza termine | prazo
        contract agreement deal treaty sign signed signature accord pact | vertrag vereinbarung abkommen unterschrift unterschreiben | contrat accord signer signature | contrato acuerdo firmar firma | contratto accordo firmare firma | contrato acordo assinar assinatura
        customer client consumer buyer shopper clients | kunde kundin käufer | client acheteur | cliente comprador | cliente acquirente | cliente comprador
        product goods merchandise item commodity articles | produkt ware artikel | produit marchandise article | producto mercancía artículo | prodotto merce articolo | produto mercadoria artigo
        factory plant manufacture production manufacturing produce produced manufacturer assembly_line | fabrik werk herstellung produktion produzieren hersteller | usine fabrique fabriquer production | fábrica producción fabricar | fabbrica produzione produrre stabilimento | fábrica produção fabricar
        industry industrial | industrie | industrie | industria | industria | indústria
        farm farmer agriculture farming crop harvest field agricultural crops grow_crops | bauernhof bauer landwirtschaft ernte feld | ferme agriculteur agriculture récolte champ | granja agricultor agricultura cosecha campo | fattoria contadino agricoltura raccolto campo | fazenda agricultor agricultura colheita campo
        advertise advertising advertisement ad marketing promote campaign publicity promotion ads brand | werbung anzeige reklame marke | publicité pub annonce marque | publicidad anuncio marca | pubblicità annuncio marca | publicidade anúncio marca
        deliver delivery ship shipping shipment dispatch parcel package courier sent_out arrive mail_order | liefern lieferung versand paket sendung | livrer livraison envoi colis expédier | entregar entrega envío paquete | consegnare consegna spedizione pacco | entregar entrega envio encomenda pacote
        cancel call_off cancellation called_off abort revoke cancelled canceled terminate | absagen stornieren abbrechen kündigen | annuler annulation résilier | cancelar cancelación anular | annullare disdire cancellare | cancelar cancelamento anular
        book reserve reservation booking reserved | buchen reservieren reservierung buchung | réserver réservation | reservar reserva | prenotare prenotazione | reservar reserva
        subscribe subscription membership member subscriber enroll plan | abonnement abonnieren mitglied | abonnement abonner adhérent membre | suscripción suscribirse miembro | abbonamento iscriversi membro | assinatura inscrever membro
        opening_hours business_hours when_open what_time_open closing_time open_until | öffnungszeiten geöffnet | heures_d'ouverture horaires | horario_de_apertura horario abre | orario_di_apertura orari | horário_de_funcionamento horário
        strike walkout union protest_at_work | streik gewerkschaft | grève syndicat | huelga sindicato | sciopero sindacato | greve sindicato
        busy occupied swamped snowed_under overworked hectic a_lot_on_my_plate | beschäftigt viel_zu_tun | occupé débordé | ocupado atareado | occupato impegnato | ocupado atarefado
        negotiate bargain negotiation haggle mediate | verhandeln verhandlung | négocier négociation | negociar negociación | negoziare trattativa | negociar negociação
        """
}
