extension ConceptWords {
    /// Common words that no topic holds.
    static let rest = """
        = everyday 0.9 0.1
        ambulance paramedic first_aid emergency emergencies | krankenwagen notfall erste_hilfe | ambulance urgence secours | ambulancia emergencia | ambulanza emergenza | ambulância emergência
        crisis emergency disaster tragedy catastrophe tragic misfortune | krise tragödie katastrophe | crise tragédie | crisis tragedia | crisi tragedia | crise tragédia
        balcony terrace patio porch veranda | balkon terrasse | balcon terrasse | balcón terraza | balcone terrazza | varanda terraço
        basement cellar underground | keller | cave sous-sol | sótano | cantina | porão cave
        cabin cottage hut lodge chalet cabins shed | hütte ferienhaus schuppen | cabane chalet | cabaña choza | capanna baita | cabana chalé
        barn stable stall farmyard hay straw | scheune stall stroh heu | grange étable paille foin | granero establo paja heno | stalla fienile paglia fieno | celeiro estábulo palha feno
        corridor hall hallway lobby lounge foyer aisle | flur gang halle | couloir hall | pasillo vestíbulo | corridoio atrio | corredor saguão
        cupboard shelf wardrobe closet drawer cabinet bookcase shelves | schrank regal schublade | armoire étagère placard tiroir | armario estante cajón | armadio scaffale cassetto | armário prateleira gaveta
        stove fireplace furnace radiator heater heating | ofen kamin heizung | cheminée chauffage | chimenea calefacción | camino riscaldamento | lareira aquecimento
        brick concrete cement tile plaster beam | ziegel beton zement | brique béton ciment | ladrillo hormigón cemento | mattone cemento | tijolo concreto cimento
        statue monument fountain memorial column arch | statue denkmal brunnen | statue monument fontaine | estatua monumento fuente | statua monumento fontana | estátua monumento fonte
        stadium arena stands pitch court gym_hall | stadion arena | stade arène | estadio | stadio | estádio
        broom brush mop sponge duster sweep | besen bürste schwamm | balai brosse éponge | escoba cepillo esponja | scopa spazzola spugna | vassoura escova esponja
        needle pin sewing thread_needle tailor button zip sleeve collar belt | nadel schneider knopf gürtel ärmel | aiguille tailleur bouton ceinture manche | aguja sastre botón cinturón manga | ago sarto bottone cintura manica | agulha alfaiate botão cinto manga
        sock socks stocking tights apron pocket underwear | socke strumpf tasche | chaussette poche | calcetín bolsillo | calzino tasca | meia bolso
        leather fur lace ribbon cloth velvet | leder pelz band | cuir fourrure ruban | cuero piel cinta | cuoio pelle nastro | couro pele fita
        pencil pen ink notebook crayon chalk eraser ruler | stift bleistift tinte kreide heft | crayon stylo encre craie cahier | lápiz bolígrafo tinta tiza cuaderno | matita penna inchiostro gesso quaderno | lápis caneta tinta giz caderno
        badge medal label_sign sticker tag | abzeichen aufkleber etikett | badge étiquette | insignia etiqueta | distintivo etichetta | crachá etiqueta
        vase pottery ceramic porcelain jar jug pitcher pot | vase keramik krug topf | vase poterie cruche | jarrón cerámica jarra | vaso ceramica brocca | vaso cerâmica jarra
        barrel tank tub drum_container keg | fass tonne | tonneau baril | barril tonel | barile botte | barril
        hook nail_hook hang hanging hanger suspend hung | haken hängen | crochet pendre accrocher suspendre | gancho colgar | gancio appendere | gancho pendurar
        chain hammock swing pulley gear lever | kette schaukel | chaîne balançoire | cadena columpio | catena altalena | corrente balanço
        frame rack border_frame picture_frame | rahmen | cadre | marco | cornice | moldura
        glue tape stick_together adhesive sticky paste gum | kleber klebstoff kleben | colle coller | pegamento pegar | colla incollare | cola colar
        plug socket switch wire_up outlet | stecker steckdose schalter | prise interrupteur | enchufe interruptor | spina presa interruttore | tomada interruptor
        pump hose tube valve drain sewer | pumpe schlauch rohr abfluss | pompe tube égout | bomba manguera tubo desagüe | pompa tubo scarico | bomba mangueira tubo ralo
        crane bulldozer digger tractor excavator | kran bagger traktor | grue tracteur | grúa tractor | gru trattore | guindaste trator
        helicopter drone glider parachute hot-air_balloon | hubschrauber fallschirm ballon drohne | hélicoptère parachute ballon | helicóptero paracaídas globo | elicottero paracadute mongolfiera | helicóptero paraquedas balão
        balloon bubble foam froth soap_bubble | luftballon blase schaum | ballon bulle mousse | globo burbuja espuma | palloncino bolla schiuma | balão bolha espuma
        wagon cart carriage trolley coach_horse | karren kutsche wagen | chariot charrette | carro carreta | carro carrozza | carroça carruagem
        cargo freight load haul_goods loading loaded | fracht ladung laden | cargaison charge charger | carga cargamento cargar | carico caricare | carga carregar
        anchor oar mast deck rudder crew hull row_boat | anker ruder deck besatzung | ancre rame pont équipage | ancla remo cubierta tripulación | ancora remo ponte equipaggio | âncora remo convés tripulação
        passenger traveller commuter rider on_board aboard | passagier fahrgast | passager voyageur | pasajero viajero | passeggero viaggiatore | passageiro viajante
        tyre tire wheel steering_wheel brake engine_hood windscreen steer | reifen lenkrad bremse lenken | pneu volant frein | neumático llanta volante freno | gomma volante freno | pneu volante freio
        trail track footpath hiking_trail path | pfad spur | sentier piste trace | sendero rastro | sentiero traccia | trilha rasto
        canal channel ditch dam dike trench | kanal damm graben | canal digue fossé | canal presa zanja | canale diga fosso | canal represa vala
        bay gulf lagoon harbour_bay cape peninsula reef coral | bucht halbinsel riff koralle | baie golfe presqu'île corail | bahía golfo península coral | baia golfo penisola corallo | baía golfo península coral
        hedge bush shrub thorn weed undergrowth | hecke busch dorn unkraut | haie buisson épine mauvaise_herbe | seto arbusto espina maleza | siepe cespuglio spina erbaccia | cerca_viva arbusto espinho erva_daninha
        orchard fruit_tree apple_tree plantation | obstgarten | verger | huerto | frutteto | pomar
        wheat corn maize grain barley oats cereal rye | weizen mais getreide korn | blé maïs céréale grain | trigo maíz cereal grano | grano mais cereale | trigo milho cereal grão
        bean pea lentil chickpea peanut nut nuts almond walnut hazelnut | bohne erbse linse nuss mandel | haricot pois lentille noix amande | frijol judía guisante lenteja nuez almendra | fagiolo pisello lenticchia noce mandorla | feijão ervilha lentilha noz amêndoa
        mushroom fungus mushrooms mould yeast_fungus | pilz schimmel | champignon moisissure | hongo seta moho | fungo muffa | cogumelo fungo mofo
        cream yoghurt yogurt custard sauce jam jelly marmalade spread | sahne joghurt soße marmelade | crème yaourt sauce confiture | crema nata yogur salsa mermelada | panna yogurt salsa marmellata | creme iogurte molho geleia
        sandwich snack burger hamburger hot_dog fries chips crisps wrap | snack belegtes_brot pommes hamburger | casse-croûte frites sandwich | bocadillo patatas_fritas hamburguesa | panino patatine spuntino | sanduíche lanche batatas_fritas hambúrguer
        juice lemonade soda cola soft_drink smoothie fizzy | saft limonade brause | jus limonade soda | zumo jugo refresco limonada | succo limonata bibita | suco sumo refrigerante limonada
        feast banquet buffet | festmahl | festin banquet | banquete festín | banchetto | banquete
        ripe raw unripe cooked_through undercooked | reif roh | mûr cru | maduro crudo | maturo crudo | maduro cru
        donkey mule camel llama | esel kamel | âne chameau | burro asno camello | asino cammello | burro camelo
        deer stag elk moose reindeer antelope | hirsch reh elch | cerf élan renne | ciervo alce reno | cervo alce renna | veado alce rena
        snail slug worm caterpillar leech | schnecke wurm raupe | escargot ver chenille | caracol gusano oruga | lumaca verme bruco | caracol verme lagarta
        turtle tortoise shell | schildkröte panzer | tortue carapace | tortuga caparazón | tartaruga guscio | tartaruga casco
        dove swallow_bird robin peacock penguin ostrich seagull stork | taube möwe pinguin storch | colombe mouette pingouin cigogne | paloma gaviota pingüino cigüeña | colomba gabbiano pinguino cicogna | pomba gaivota pinguim cegonha
        cockroach pest vermin flea tick lice infestation | kakerlake schädling floh | cafard parasite puce | cucaracha plaga pulga | scarafaggio parassita pulce | barata praga pulga
        zoo circus aquarium cage wild_animals safari | zoo zirkus käfig | zoo cirque cage | zoológico circo jaula | zoo circo gabbia | zoológico circo jaula
        dragon monster giant dwarf fairy unicorn elf goblin witchcraft | drache monster riese zwerg fee | dragon monstre géant nain fée | dragón monstruo gigante enano hada | drago mostro gigante nano fata | dragão monstro gigante anão fada
        knight warrior armour samurai gladiator shield_bearer viking | ritter krieger | chevalier guerrier | caballero guerrero | cavaliere guerriero | cavaleiro guerreiro
        pirate buccaneer treasure_island outlaw bandit | pirat räuber | pirate bandit | pirata bandido | pirata bandito | pirata bandido
        skeleton skull ghost_bones coffin tomb | skelett grab | squelette tombe | esqueleto tumba | scheletro tomba | esqueleto túmulo
        beard moustache mustache shave shaving razor | bart schnurrbart rasieren | barbe moustache raser | barba bigote afeitar | barba baffi radere | barba bigode barbear
        comb curl blond blonde braid wig dyed_hair | kamm locken blond perücke | peigne boucle blond perruque | peine rizo rubio peluca | pettine riccio biondo parrucca | pente cacho loiro peruca
        chest waist hip breast shoulder_blade torso limb limbs | brust hüfte taille glied | poitrine taille hanche membre | pecho cintura cadera miembro | petto vita fianco arto | peito cintura quadril membro
        heel wrist palm_hand nail_finger knuckle lap | ferse handgelenk schoß | talon poignet genoux | talón muñeca regazo | tallone polso grembo | calcanhar pulso colo
        forehead chin jaw eyebrow eyelid temple_head | stirn kinn kiefer augenbraue | front menton mâchoire sourcil | frente mentón mandíbula ceja | fronte mento mascella sopracciglio | testa queixo mandíbula sobrancelha
        nerve vein artery kidney liver intestine organ organs | nerv ader niere leber organ | nerf veine rein foie organe | nervio vena riñón hígado órgano | nervo vena rene fegato organo | nervo veia rim fígado órgão
        sweat perspire sweating sweaty perspiration | schweiß schwitzen | sueur transpirer | sudor sudar | sudore sudare | suor suar
        dizzy faint pass_out unconscious vertigo nausea nauseous vomit throw_up queasy | schwindlig ohnmächtig übelkeit erbrechen | vertige évanouir nausée vomir | mareado desmayo náusea vomitar | vertigini svenire nausea vomitare | tonto desmaiar náusea vomitar
        bandage plaster cast stitches dressing | verband pflaster gips | pansement bandage plâtre | venda vendaje yeso | benda cerotto gesso | curativo atadura gesso
        suicide self-harm kill_oneself | selbstmord | suicide | suicidio | suicidio | suicídio
        torture torment cruelty abuse violence violent mistreat aggressive brutal | folter gewalt missbrauch brutal aggressiv | torture violence abus brutal agressif | tortura violencia abuso brutal agresivo | tortura violenza abuso brutale aggressivo | tortura violência abuso brutal agressivo
        enemy foe rival adversary hostile opponent | feind gegner feindlich | ennemi adversaire hostile | enemigo adversario hostil | nemico avversario ostile | inimigo adversário hostil
        victim hostage captive casualty kidnapped kidnap abduct | opfer geisel entführen | victime otage enlever | víctima rehén secuestrar | vittima ostaggio rapire | vítima refém sequestrar
        revenge vengeance retaliate avenge payback | rache rächen | vengeance venger | venganza vengar | vendetta vendicare | vingança vingar
        mercy compassion pity sympathy sympathetic empathy sorry_for | mitleid gnade mitgefühl | pitié compassion miséricorde sympathie | piedad compasión lástima | pietà compassione | piedade compaixão
        loyal faithful devoted loyalty allegiance true_to | treu loyal treue | fidèle loyal | leal fiel lealtad | fedele leale | leal fiel
        selfish greedy greed egoistic stingy mean_with_money | egoistisch gierig geizig | égoïste avare | egoísta avaro codicioso | egoista avaro | egoísta avarento ganancioso
        humble modest modesty unpretentious humility | bescheiden demütig | humble modeste | humilde modesto | umile modesto | humilde modesto
        noble honourable dignity dignified grand majestic glory glorious | edel würde ruhm | noble dignité gloire | noble dignidad gloria | nobile dignità gloria | nobre dignidade glória
        elegant stylish chic graceful fashionable charming charm | elegant stilvoll charmant | élégant chic charmant | elegante encantador | elegante affascinante | elegante charmoso
        neat tidy orderly well-kept in_order organised discipline disciplined | ordentlich gepflegt disziplin | soigné ordonné discipline | ordenado pulcro disciplina | ordinato disciplina | arrumado disciplina
        careful cautious carefully attentive prudent watch_your_step take_care_of | vorsichtig sorgfältig | prudent soigneux attention | cuidadoso prudente | attento prudente | cuidadoso prudente
        careless reckless negligent neglect inattentive sloppy clumsy | unvorsichtig nachlässig ungeschickt | négligent maladroit | descuidado torpe | negligente maldestro | descuidado desajeitado
        naughty mischievous disobedient badly_behaved misbehave behave behaviour behavior conduct manners | unartig benehmen verhalten | vilain comportement | travieso comportamiento portarse | birichino comportamento | travesso comportamento
        obey obedient follow_orders comply compliance conform | gehorchen befolgen gehorsam | obéir | obedecer | obbedire | obedecer
        responsible responsibility duty obligation obliged accountable in_charge oath | verantwortlich verantwortung pflicht | responsable responsabilité devoir | responsable responsabilidad deber | responsabile responsabilità dovere | responsável responsabilidade dever
        satisfy satisfied satisfaction content_with fulfil fulfilled | zufrieden zufriedenheit | satisfait satisfaction | satisfecho satisfacción | soddisfatto soddisfazione | satisfeito satisfação
        disgust disgusting revolting gross repulsive yuck | ekel eklig widerlich | dégoût dégoûtant | asco asqueroso | disgusto schifoso | nojo nojento
        despair desperate hopeless hopelessness give_up_hope | verzweifelt verzweiflung hoffnungslos | désespoir désespéré | desesperación desesperado | disperazione disperato | desespero desesperado
        panic horror hysteria alarmed terror_panic | panik entsetzen | panique horreur | pánico horror | panico orrore | pânico horror
        disturb interrupt bother interfere annoy nuisance irritate get_on_my_nerves | stören unterbrechen belästigen nerven | déranger interrompre gêner embêter | molestar interrumpir | disturbare interrompere infastidire | incomodar interromper perturbar
        persuade convince talk_into influence_someone persuasive urge coax encourage motivate inspire encouragement inspiration motivation | überzeugen überreden ermutigen motivieren | convaincre persuader encourager inspirer | convencer persuadir animar inspirar | convincere persuadere incoraggiare ispirare | convencer persuadir encorajar inspirar
        confess admit own_up admission_of_guilt acknowledge concede | gestehen zugeben eingestehen | avouer admettre reconnaître | confesar admitir reconocer | confessare ammettere | confessar admitir
        pretend fake_it act_as_if bluff imitate copy_someone mimic | vorgeben so_tun nachahmen | faire_semblant imiter | fingir imitar | fingere imitare | fingir imitar
        resist oppose withstand struggle resistance stand_up_to overcome cope tackle deal_with | widerstehen widerstand kämpfen bewältigen | résister résistance lutter surmonter | resistir resistencia superar | resistere resistenza superare | resistir resistência superar
        gossip rumor rumour hearsay word_on_the_street | gerücht klatsch tratsch | rumeur potin commérage | rumor chisme | pettegolezzo voce | fofoca boato
        mention refer bring_up quote cite remark comment note reference | erwähnen zitieren bemerkung kommentar | mentionner citer remarque commentaire | mencionar citar comentario | menzionare citare commento | mencionar citar comentário
        survey poll questionnaire study_survey feedback review rating rate | umfrage bewertung rückmeldung rezension | sondage avis évaluation | encuesta opinión reseña valoración | sondaggio recensione valutazione | pesquisa avaliação crítica
        edit editor revise proofread correct_text amend draft | bearbeiten korrigieren entwurf | modifier corriger brouillon | editar corregir borrador | modificare correggere bozza | editar corrigir rascunho
        chapter page_of paragraph passage verse section_of_book volume_of | kapitel absatz | chapitre paragraphe passage | capítulo párrafo | capitolo paragrafo | capítulo parágrafo
        fiction novel_fiction science_fiction fantasy_book thriller crime_novel | roman krimi fiktion | fiction polar | ficción | finzione giallo | ficção
        diary journal logbook record register notebook_entry | tagebuch protokoll | journal_intime registre | diario registro | diario registro | diário registro
        noun verb adjective subject_grammar prefix suffix syllable | verb substantiv adjektiv | verbe nom adjectif | verbo sustantivo adjetivo | verbo sostantivo aggettivo | verbo substantivo adjetivo
        accent dialect pronunciation pronounce slang | akzent dialekt aussprache | accent prononciation dialecte | acento pronunciación dialecto | accento pronuncia dialetto | sotaque pronúncia dialeto
        topic subject theme issue_topic subject_matter matter | thema gegenstand | sujet thème | tema asunto | argomento tema | assunto tema
        context background circumstances situation setting scene environment_context condition_state | zusammenhang hintergrund umstände lage situation | contexte arrière-plan circonstance situation | contexto fondo circunstancia situación | contesto sfondo circostanza situazione | contexto fundo circunstância situação
        scenery landscape view panorama horizon scenic outlook | landschaft aussicht horizont | paysage vue panorama horizon | paisaje vista horizonte | paesaggio vista panorama orizzonte | paisagem vista horizonte
        portrait self-portrait likeness bust | porträt | portrait | retrato | ritratto | retrato
        decorate decoration ornament adorn embellish | dekorieren schmücken | décorer décoration | decorar adorno | decorare decorazione | decorar enfeite
        ceremony ritual rite parade procession graduation_ceremony | zeremonie ritual umzug parade | cérémonie rite défilé | ceremonia ritual desfile | cerimonia rito sfilata | cerimônia ritual desfile
        event occasion happening incident occurrence take_place happen occur held | ereignis geschehen passieren veranstaltung vorfall | événement arriver se_passer incident | evento suceso ocurrir suceder | evento accadere succedere avvenimento | evento acontecer ocorrer acontecimento
        adventure expedition quest thrill explorer explore exploration | abenteuer erforschen entdecker | aventure explorer explorateur | aventura explorar explorador | avventura esplorare esploratore | aventura explorar explorador
        mission task_force operation_mission errand | auftrag mission | mission | misión | missione | missão
        opportunity chance occasion_to possibility_to prospect opening_chance | gelegenheit chance | occasion opportunité | oportunidad ocasión | opportunità occasione | oportunidade
        advantage benefit upside plus_point merit pros asset beneficial strengths | vorteil nutzen | avantage bénéfice | ventaja beneficio | vantaggio beneficio | vantagem benefício
        disadvantage drawback downside cons shortcoming flaw weak_point | nachteil | inconvénient désavantage | desventaja inconveniente | svantaggio | desvantagem
        afford can_pay affordable_for able_to_buy | leisten | se_permettre | permitirse | permettersi | bancar
        gamble gambling casino lottery bet jackpot wager bets | glücksspiel wette lotterie casino | jeu_d'argent pari loterie | apuesta lotería apostar | scommessa lotteria azzardo | aposta loteria apostar
        auction bidding bid highest_bidder | auktion versteigerung | enchères | subasta | asta | leilão
        merchant trader commerce commercial trade dealer import export imports exports | händler handel export import | marchand commerce exporter importer | comerciante comercio exportar importar | mercante commercio esportare importare | comerciante comércio exportar importar
        warehouse storage depot stockroom storehouse | lager lagerhaus | entrepôt dépôt | almacén depósito | magazzino deposito | armazém depósito
        property real_estate estate land_property landlord_property housing | immobilie grundstück | immobilier propriété | inmueble propiedad | immobile proprietà | imóvel propriedade
        welfare social_security benefits subsidy state_aid allowance | sozialhilfe zuschuss | aide_sociale subvention | bienestar_social subsidio | sussidio assistenza_sociale | assistência_social subsídio
        agency bureau department institution institute authority_office foundation | agentur institut abteilung behörde | agence institution service département | agencia institución departamento | agenzia istituzione dipartimento | agência instituição departamento
        committee board council_board commission panel jury_panel | ausschuss kommission vorstand | comité commission conseil | comité comisión junta | comitato commissione consiglio | comitê comissão conselho
        official formal_official officer clerk civil_servant secretary administrator | beamter sekretär | fonctionnaire secrétaire | funcionario secretario | funzionario segretario impiegato | funcionário secretário
        ambassador embassy diplomat consulate diplomatic diplomacy | botschaft diplomat konsulat | ambassade diplomate consulat | embajada diplomático consulado | ambasciata diplomatico consolato | embaixada diplomata consulado
        servant maid butler serve served service waiter_service | diener dienst bedienen | serviteur servir service | sirviente servir servicio | servo servire servizio | criado servir serviço
        volunteer voluntary unpaid_helper volunteers | freiwillig ehrenamtlich | bénévole volontaire | voluntario | volontario | voluntário
        alliance ally partnership cooperate cooperation collaborate collaboration teamwork work_together coalition | bündnis zusammenarbeit partnerschaft kooperation | alliance coopération collaborer partenariat | alianza cooperación colaborar | alleanza cooperazione collaborare | aliança cooperação colaborar
        tribe ethnic clan indigenous natives native race people_group | stamm ethnisch ureinwohner | tribu ethnique indigène | tribu étnico indígena | tribù etnico indigeno | tribo étnico indígena
        ancestor forefather descendant ancestry lineage genealogy | vorfahr ahnen nachkomme | ancêtre descendant | antepasado descendiente | antenato discendente | antepassado descendente
        widow widower | witwe witwer | veuve veuf | viuda viudo | vedova vedovo | viúva viúvo
        uniform costume_uniform dress_code | uniform | uniforme | uniforme | uniforme | uniforme
        helmet armour_helmet protective_gear safety_gear | helm schutzkleidung | casque | casco | casco elmetto | capacete
        spy espionage secret_agent intelligence_agency undercover | spion geheimdienst | espion agent_secret | espía agente_secreto | spia agente_segreto | espião agente_secreto
        trap snare ambush_trap net bait catch_in_trap | falle netz köder | piège filet appât | trampa red cebo | trappola rete esca | armadilha rede isca
        squeeze press_together pinch crush compress squash | drücken quetschen zerquetschen | presser serrer écraser | apretar exprimir aplastar | stringere spremere schiacciare | apertar espremer esmagar
        scan scanner scanning x-ray_scan barcode qr_code | scannen scanner | scanner numériser | escanear escáner | scansione scanner | digitalizar escanear
        detect detection sense_detect identify identification recognise_detect discover_presence | erkennen feststellen | détecter identifier | detectar identificar | rilevare identificare | detectar identificar
        vanish disappear disappearance gone fade fade_away went_missing | verschwinden verschwunden | disparaître | desaparecer | scomparire sparire | desaparecer sumir
        appear emerge show_itself arise come_out come_into_view | erscheinen auftauchen | apparaître surgir | aparecer surgir | apparire emergere | aparecer surgir
        exist existence real_exist being there_is reality | existieren existenz dasein wirklichkeit | exister existence réalité | existir existencia realidad | esistere esistenza realtà | existir existência realidade
        depend dependent rely_on_condition condition_on conditional | abhängen abhängig | dépendre dépendant | depender dependiente | dipendere dipendente | depender dependente
        deserve earn_right worthy merit_deserve | verdienen | mériter | merecer | meritare | merecer
        contribute contribution chip_in add_to_effort | beitragen beitrag | contribuer contribution | contribuir contribución | contribuire contributo | contribuir contribuição
        admire impress impressed impressive impression awe admirable | beeindrucken eindruck beeindruckend | impressionner impression | impresionar impresión | impressionare impressione | impressionar impressão
        ignore overlook disregard take_no_notice omit miss skip leave_out | ignorieren übersehen auslassen | ignorer négliger omettre | ignorar omitir pasar_por_alto | ignorare tralasciare omettere | ignorar omitir
        miss missed fail_to_catch too_late_for | verpassen verpasst | rater manquer | perder perderse | perdere | perder
        restrict limit restriction limitation constraint limited cap maximum minimum | beschränken begrenzen einschränkung höchstens mindestens | limiter restriction maximum minimum | limitar restricción máximo mínimo | limitare restrizione massimo minimo | limitar restrição máximo mínimo
        extend extent stretch reach_out range scope prolong extension renew renewal | verlängern erneuern bereich | étendre prolonger renouveler étendue | extender prolongar renovar alcance | estendere prolungare rinnovare | estender prolongar renovar alcance
        level degree stage grade_level rank_level tier phase | stufe ebene niveau phase | niveau degré phase étape | nivel grado fase etapa | livello grado fase | nível grau fase
        pace rhythm beat tempo speed_of pulse | rhythmus takt tempo puls | rythme cadence pouls | ritmo compás pulso | ritmo battito polso | ritmo batida pulso
        pause break interval intermission rest_break stop_for_a_while recess | pause unterbrechung | pause | pausa descanso | pausa intervallo | pausa intervalo
        sudden suddenly abrupt all_at_once out_of_the_blue unexpectedly | plötzlich auf_einmal | soudain tout_à_coup | de_repente repentino | improvvisamente all'improvviso | de_repente repentino
        temporary provisional for_the_time_being short-term interim | vorübergehend zeitweilig | temporaire provisoire | temporal provisional | temporaneo provvisorio | temporário provisório
        steady stable constant_steady stability balanced balance even | stabil gleichgewicht beständig | stable équilibre | estable equilibrio | stabile equilibrio | estável equilíbrio
        steep slope incline hillside gradient | steil hang | raide pente | empinado pendiente | ripido pendio | íngreme encosta
        thick dense fat_thick thickness | dick dicht | épais dense | grueso espeso denso | spesso denso | grosso espesso denso
        thin slim slender skinny narrow_thin lean | dünn schlank mager | mince maigre fin | delgado flaco fino | magro sottile | magro fino delgado
        loose slack wobbly untied | locker lose | lâche | suelto flojo | allentato sciolto | solto frouxo
        stiff rigid inflexible hard_stiff firm | steif starr fest | raide rigide ferme | rígido firme | rigido duro fermo | rígido firme
        flexible elastic bendy adaptable supple stretchy | biegsam flexibel elastisch | flexible souple élastique | flexible elástico | flessibile elastico | flexível elástico
        parallel aligned side_by_side alongside | parallel nebeneinander | parallèle | paralelo | parallelo | paralelo
        vertical upright horizontal flat level_flat plain_flat | senkrecht waagerecht flach | vertical horizontal plat | vertical horizontal plano | verticale orizzontale piatto | vertical horizontal plano
        direction way_to heading course towards | richtung | direction sens | dirección rumbo | direzione verso | direção rumo
        stripe dot spot patch blot pattern_dots striped | streifen punkt fleck | rayure point tache | raya punto mancha | striscia punto macchia | listra ponto mancha
        graph chart diagram table_chart plot_graph statistics_chart | diagramm grafik tabelle | graphique diagramme tableau | gráfico diagrama tabla | grafico diagramma tabella | gráfico diagrama tabela
        quality standard grade_quality high_quality excellence | qualität | qualité | calidad | qualità | qualidade
        quantity amount volume_amount number_of how_many how_much | menge anzahl | quantité montant | cantidad monto | quantità importo | quantidade montante
        pure clear_pure clean_pure genuine_pure raw_pure | rein | pur | puro | puro | puro
        artificial synthetic man-made fake_artificial imitation | künstlich synthetisch | artificiel synthétique | artificial sintético | artificiale sintetico | artificial sintético
        natural organic unprocessed bio organically | natürlich biologisch bio | naturel biologique bio | natural orgánico ecológico | naturale biologico | natural orgânico biológico
        digital electronic electronics analog online_digital | digital elektronisch | numérique électronique | digital electrónico | digitale elettronico | digital eletrônico
        logic logical rational reasonable sensible | logik logisch vernünftig | logique rationnel raisonnable | lógica lógico razonable | logica logico ragionevole | lógica lógico razoável
        abstract vague unclear_vague ambiguous fuzzy blurry | unklar vage verschwommen | vague flou ambigu | vago confuso borroso | vago sfocato | vago desfocado
        appropriate proper suitable fitting right_for relevant apt convenient | passend geeignet angemessen bequem | approprié convenable pertinent pratique | apropiado adecuado conveniente relevante | appropriato adatto conveniente | apropriado adequado conveniente
        comfort comfortable cosy cozy snug comfy ease | bequem gemütlich komfort | confortable confort douillet | cómodo comodidad acogedor | comodo confortevole accogliente | confortável conforto aconchegante
        uncomfortable unpleasant awkward_sit discomfort painful_to | unbequem unangenehm | inconfortable désagréable | incómodo desagradable | scomodo sgradevole | desconfortável desagradável
        pleasant agreeable delightful enjoyable nice_pleasant lovely | angenehm nett | agréable plaisant | agradable | piacevole gradevole | agradável
        local nearby_local regional domestic | lokal örtlich einheimisch | local régional | local regional | locale regionale | local regional
        independent self-reliant autonomous_person on_one's_own self-sufficient | unabhängig selbstständig | indépendant autonome | independiente autónomo | indipendente autonomo | independente autônomo
        hero fame_hero legend_hero champion_hero bold_hero
        talent gift_talent gifted skill_talent knack | talent begabung | talent don | talento don | talento dono | talento dom
        attitude mood temper mindset state_of_mind spirits | stimmung einstellung laune haltung | humeur attitude | humor actitud ánimo | umore atteggiamento | humor atitude
        personality character trait nature_of_person temperament | charakter persönlichkeit eigenschaft | personnalité caractère | personalidad carácter | personalità carattere | personalidade caráter
        habit custom_habit routine_habit accustomed used_to | gewohnheit gewöhnt | habitude habitué | hábito costumbre | abitudine | hábito costume
        mature grown_mature ripe_age maturity junior senior minor | reif erwachsen | mûr adulte mineur | maduro adulto menor | maturo adulto minore | maduro adulto menor
        gender sex masculine_feminine | geschlecht | sexe genre | sexo género | sesso genere | sexo gênero
        naked nude undressed bare unclothed strip_off | nackt ausgezogen | nu déshabillé | desnudo | nudo | nu despido
        passion passionate desire_passion obsession fascinate fascinating fascination | leidenschaft faszinierend | passion passionné fasciner | pasión apasionado fascinante | passione appassionato affascinante | paixão apaixonado fascinante
        miracle wonder marvel miraculous | wunder | miracle merveille | milagro maravilla | miracolo meraviglia | milagre maravilha
        sin sinful virtue vice wicked_sin | sünde tugend | péché vertu | pecado virtud | peccato virtù | pecado virtude
        sacrifice offering give_up_for | opfer opfern | sacrifice sacrifier | sacrificio sacrificar | sacrificio sacrificare | sacrifício sacrificar
        yawn sigh gasp groan roar whistle hum | gähnen seufzen pfeifen brüllen | bâiller soupirer siffler rugir | bostezar suspirar silbar rugir | sbadigliare sospirare fischiare ruggire | bocejar suspirar assobiar rugir
        frown wink stare_frown scowl | stirn_runzeln zwinkern | froncer cligner | fruncir guiñar | accigliarsi | franzir piscar
        crawl creep kneel bend lean stoop crouch | kriechen knien bücken lehnen | ramper agenouiller pencher | gatear arrodillarse inclinarse | strisciare inginocchiarsi chinarsi | rastejar ajoelhar inclinar
        slide slip glide skid slippery | rutschen gleiten glatt | glisser glissant | deslizar resbalar | scivolare | escorregar deslizar
        stir mix_stir shake_stir whisk beat_eggs blend | rühren mischen | remuer mélanger fouetter | remover mezclar batir | mescolare sbattere | mexer misturar bater
        wrap unwrap fold packed_wrap envelope_wrap | einwickeln falten | emballer plier | envolver doblar | avvolgere piegare | embrulhar dobrar
        scold tell_off reprimand rebuke shout_at | schimpfen tadeln | gronder réprimander | regañar reñir | sgridare rimproverare | repreender ralhar
        sting stung bite_sting prick stab | stechen stich | piquer piqûre | picar picadura | pungere puntura | picar picada
        swell swollen swelling bulge inflamed | schwellung geschwollen | gonfler enflé | hinchar hinchado | gonfiare gonfio | inchar inchado
        decay rot decompose rotting perish_food | verfallen verfaulen | pourrir décomposer | pudrir descomponer | marcire decomporre | apodrecer decompor
        source origin root_cause spring_source where_from | quelle ursprung herkunft | source origine | fuente origen | fonte origine | fonte origem
        resource resources reserve supply stock_supply provisions | vorrat ressource | ressource réserve | recurso reserva | risorsa riserva | recurso reserva
        spare extra_spare replacement_part backup_part | ersatzteil reserve | de_rechange | repuesto | ricambio | sobressalente
        coal mine_coal fossil_fuel oil_gas petroleum crude_oil | kohle erdöl erdgas | charbon pétrole | carbón petróleo | carbone petrolio | carvão petróleo
        crystal gem_crystal glass_crystal ivory | kristall elfenbein | cristal ivoire | cristal marfil | cristallo avorio | cristal marfim
        acid alkali base_chemical corrosive | säure | acide | ácido | acido | ácido
        lens magnifying_glass microscope magnify optical | linse lupe mikroskop | lentille loupe microscope | lente lupa microscopio | lente microscopio | lente lupa microscópio
        horn trumpet_horn siren honk | horn hupe sirene | klaxon sirène | bocina sirena | clacson sirena | buzina sirene
        barbed whip lash punish_whip | peitsche | fouet | látigo | frusta | chicote
        dart archery arrow bow_arrow target_shooting | pfeil bogen | flèche arc | flecha arco | freccia arco | flecha arco
        pile heap stack mound mountain_of | haufen stapel | tas pile | montón pila | mucchio pila | pilha monte
        tail_tip tip point_end end_of
        waist_deep knee-deep
        """
}
