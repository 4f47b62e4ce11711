extension ConceptWords {
    /// Animals, nature, weather, space, travel, places, languages.
    static let world = """
        = animal 1 0.35
        animal creature beast animals wildlife fauna | tier tiere lebewesen | animal bête créature | animal bestia criatura | animale bestia creatura | animal bicho criatura
        dog puppy hound canine doggy dogs pup | hund welpe hündchen | chien chiot chienne | perro cachorro | cane cucciolo | cão cachorro
        bark barking growl howl woof | bellen bellt knurren | aboyer aboie grogner | ladrar ladra gruñir | abbaiare abbaia ringhiare | latir late rosnar
        cat kitten feline kitty cats tabby | katze kätzchen kater | chat chaton chatte | gato gatito | gatto gattino | gato gatinho
        purr purring meow meowing mew miaow | schnurren schnurrt miauen | ronronner ronronne miauler | ronronear ronronea maullar | fusa miagolare | ronronar ronrona miar
        pet pets domestic_animal | haustier | animal_de_compagnie | mascota | animale_domestico | animal_de_estimação
        horse pony stallion mare horses ride_a_horse equestrian saddle | pferd pony reiten | cheval poney cavalier | caballo poni | cavallo pony | cavalo pônei
        cow cattle bull ox calf cows herd livestock | kuh rind stier kalb vieh | vache taureau veau bétail | vaca toro ternero ganado | mucca toro vitello bestiame | vaca touro bezerro gado
        pig swine hog piglet boar | schwein ferkel | cochon porc | cerdo chancho | maiale porco | porco
        sheep goat lamb flock goats shepherd | schaf ziege lamm hirte | mouton chèvre agneau berger | oveja cabra cordero pastor | pecora capra agnello pastore | ovelha cabra cordeiro pastor
        bird birds sparrow crow eagle hawk owl parrot pigeon feather wing wings beak | vogel spatz adler eule taube feder flügel | oiseau moineau aigle hibou plume aile | pájaro ave águila búho pluma ala | uccello passero aquila gufo piuma ala | pássaro ave águia coruja pena asa
        duck goose swan | ente gans schwan | canard oie cygne | pato ganso cisne | anatra oca cigno | pato ganso cisne
        fish salmon trout tuna shark fishing fisherman fishes seafood | fisch lachs forelle hai angeln fischer | poisson saumon truite requin pêche pêcheur | pez pescado salmón tiburón pesca pescador | pesce salmone trota squalo pesca pescatore | peixe salmão tubarão pesca pescador
        whale dolphin seal marine_mammal orca | wal delfin robbe | baleine dauphin phoque | ballena delfín foca | balena delfino foca | baleia golfinho foca
        snake serpent lizard reptile crocodile reptiles | schlange eidechse reptil krokodil | serpent lézard reptile | serpiente lagarto reptil cocodrilo | serpente lucertola rettile | cobra lagarto réptil
        frog toad amphibian | frosch kröte | grenouille crapaud | rana sapo | rana rospo | rã sapo
        insect bug bee ant butterfly mosquito beetle fly spider insects bees wasp hive | insekt biene ameise schmetterling mücke käfer spinne fliege | insecte abeille fourmi papillon moustique araignée | insecto abeja hormiga mariposa mosquito araña | insetto ape formica farfalla zanzara ragno | inseto abelha formiga borboleta mosquito aranha
        mouse rat rodent squirrel hamster rabbit bunny hare | maus ratte eichhörnchen kaninchen hase | souris rat écureuil lapin lièvre | ratón rata ardilla conejo liebre | topo ratto scoiattolo coniglio lepre | rato ratazana esquilo coelho lebre
        lion tiger leopard cheetah big_cat jaguar panther | löwe tiger leopard | lion tigre léopard | león tigre leopardo | leone tigre leopardo | leão tigre leopardo
        elephant giraffe rhino hippo zebra elephants | elefant giraffe nashorn zebra | éléphant girafe zèbre | elefante jirafa cebra | elefante giraffa zebra | elefante girafa zebra
        bear panda grizzly polar_bear | bär eisbär | ours | oso | orso | urso
        wolf fox wolves | wolf fuchs | loup renard | lobo zorro | lupo volpe | lobo raposa
        monkey ape gorilla chimpanzee primate | affe gorilla schimpanse | singe gorille chimpanzé | mono gorila chimpancé | scimmia gorilla scimpanzé | macaco gorila chimpanzé
        dinosaur fossil extinct extinction prehistoric dinosaurs died_out endangered | dinosaurier fossil ausgestorben | dinosaure fossile éteint | dinosaurio fósil extinto | dinosauro fossile estinto | dinossauro fóssil extinto
        species evolution evolve evolved natural_selection darwin biology biologist organism breed genus | art evolution biologie lebewesen rasse | espèce évolution biologie | especie evolución biología | specie evoluzione biologia | espécie evolução biologia
        tail paw fur claw whiskers | schwanz pfote fell kralle | queue patte fourrure griffe | cola pata pelaje garra | coda zampa pelo artiglio | cauda rabo pata pelo garra
        vet veterinarian veterinary | tierarzt | vétérinaire | veterinario | veterinario | veterinário
        hunt prey predator hunter hunting hunted | jagen jagd beute raubtier | chasser chasse proie prédateur | cazar caza presa depredador | cacciare caccia preda predatore | caçar caça presa predador
        = nature 1 0.35
        nature environment ecology ecosystem environmental biodiversity conservation | natur umwelt ökologie | nature environnement écologie | naturaleza medio_ambiente ecología | natura ambiente ecologia | natureza meio_ambiente ecologia
        tree trees oak pine branch trunk leaf leaves foliage | baum bäume eiche ast blatt blätter stamm | arbre chêne branche feuille tronc | árbol roble rama hoja tronco | albero quercia ramo foglia tronco | árvore carvalho ramo folha tronco
        forest wood woods woodland jungle rainforest deforestation logging timber lumber | wald holz dschungel regenwald | forêt bois jungle | bosque selva madera | foresta bosco giungla legno | floresta selva bosque madeira
        flower flowers bloom blossom rose petal tulip bouquet | blume blüte rose blühen strauß | fleur rose fleurir bouquet | flor rosa florecer ramo | fiore rosa fiorire mazzo | flor rosa florescer buquê
        plant plants seed seeds grow vegetation root sprout botanical | pflanze samen wurzel wachsen | plante graine racine pousser | planta semilla raíz crecer | pianta seme radice crescere | planta semente raiz crescer
        grass meadow pasture prairie | gras wiese weide | herbe pré prairie | hierba pradera pasto | erba prato pascolo | grama relva prado
        mountain hill peak summit mountains climb climber climbing hike hiking alps everest hiker trek | berg hügel gipfel gebirge klettern wandern alpen | montagne colline sommet grimper randonnée | montaña colina cumbre escalar senderismo | montagna collina cima scalare escursione | montanha colina cume escalar caminhada
        valley canyon gorge cliff | tal schlucht klippe | vallée falaise | valle cañón acantilado | valle scogliera | vale penhasco
        river stream creek brook riverbank waterfall rivers | fluss bach strom wasserfall ufer | rivière fleuve ruisseau cascade | río arroyo cascada | fiume ruscello cascata | rio riacho cachoeira cascata
        lake pond reservoir | see teich | lac étang | lago estanque | lago stagno | lago lagoa
        sea ocean marine seas oceans pacific atlantic | meer ozean see | mer océan | mar océano | mare oceano | mar oceano
        beach coast shore seaside coastline sand coastal | strand küste sand | plage côte sable | playa costa arena | spiaggia costa sabbia | praia costa areia
        wave tide waves surf surfing current | welle gezeiten surfen | vague marée surf | ola marea surf | onda marea surf | onda maré surfe
        island isle islands archipelago | insel | île | isla | isola | ilha
        desert dune sahara arid | wüste düne | désert dune | desierto duna | deserto duna | deserto duna
        earth soil ground dirt mud clay | erde boden schlamm lehm | terre sol boue argile | tierra suelo barro | terra suolo fango | terra solo lama barro
        stone rock boulder pebble rocks stones mineral marble granite | stein fels kiesel mineral | pierre roche rocher caillou | piedra roca mineral | pietra roccia sasso minerale | pedra rocha mineral
        gold silver metal iron steel copper bronze aluminium mine mining ore | gold silber metall eisen stahl kupfer bergbau | or argent métal fer acier cuivre mine | oro plata metal hierro acero cobre mina | oro argento metallo ferro acciaio rame miniera | ouro prata metal ferro aço cobre mina
        fire flame burn blaze burning burnt ablaze bonfire wildfire firefighter arson | feuer flamme brennen brand feuerwehr verbrannt | feu flamme brûler incendie pompier | fuego llama quemar incendio bombero | fuoco fiamma bruciare incendio pompiere | fogo chama queimar incêndio bombeiro
        ice frozen freeze glacier freezing arctic antarctic icy polar melt melting ice_cap frost | eis gefroren gletscher arktis schmelzen frost | glace gelé glacier arctique fondre gel | hielo congelado glaciar ártico derretir | ghiaccio gelato ghiacciaio artico sciogliere | gelo congelado geleira ártico derreter
        volcano volcanic eruption lava erupt erupted | vulkan ausbruch lava | volcan éruption lave | volcán erupción lava | vulcano eruzione lava | vulcão erupção lava
        earthquake quake seismic tremor | erdbeben beben | séisme tremblement_de_terre | terremoto sismo | terremoto sisma | terremoto sismo
        flood flooding flooded deluge inundated tsunami | überschwemmung flut hochwasser | inondation crue | inundación | inondazione alluvione | inundação enchente
        pollution pollute contaminated contamination waste garbage trash rubbish litter recycle recycling plastic emissions landfill | verschmutzung müll abfall recycling plastik | pollution déchets ordures recyclage plastique | contaminación basura residuos reciclaje plástico | inquinamento rifiuti spazzatura riciclare plastica | poluição lixo resíduos reciclagem plástico
        climate global_warming climate_change greenhouse carbon carbon_dioxide co2 warming planet_heating | klima klimawandel erderwärmung treibhaus kohlendioxid | climat réchauffement changement_climatique carbone | clima calentamiento cambio_climático carbono | clima riscaldamento cambiamento_climatico carbonio | clima aquecimento mudança_climática carbono
        = weather 1 0.4
        weather forecast meteorology weather_report | wetter vorhersage wetterbericht | météo temps_qu'il_fait prévisions | tiempo clima pronóstico | tempo meteo previsioni | tempo clima previsão
        rain rainy shower downpour drizzle raining pouring rainfall wet raincoat umbrella bucketing_down cats_and_dogs precipitation | regen regnen regnet regenschirm nass schauer | pluie pleuvoir pleut averse parapluie | lluvia llover llueve paraguas aguacero | pioggia piovere piove ombrello acquazzone | chuva chover chove guarda-chuva
        snow snowy snowfall blizzard snowstorm snowing snowflake | schnee schneien schneit schneesturm | neige neiger neige_tombe | nieve nevar nieva nevada | neve nevicare nevica | neve nevar neva
        storm thunder lightning hurricane tornado typhoon thunderstorm stormy cyclone gale | sturm gewitter donner blitz orkan | tempête orage tonnerre éclair ouragan | tormenta trueno rayo huracán | tempesta temporale tuono fulmine uragano | tempestade trovão raio furacão
        wind windy breeze gust draught blow blowing | wind windig brise wehen | vent brise souffler | viento brisa soplar | vento brezza soffiare | vento brisa soprar
        sun sunny sunshine sunlight clear_sky solar sunlit sunbathing | sonne sonnig sonnenschein | soleil ensoleillé | sol soleado | sole soleggiato | sol ensolarado
        cloud cloudy overcast fog mist foggy misty grey_sky | wolke bewölkt nebel neblig | nuage nuageux brouillard brume | nube nublado niebla | nuvola nuvoloso nebbia | nuvem nublado nevoeiro neblina
        hot heat heatwave warm warmth scorching boiling sweltering heated warmer warming | heiß hitze warm wärme | chaud chaleur canicule | calor caliente cálido | caldo calore | quente calor
        cold chilly freezing cool frosty chill cooler cooling | kalt kälte kühl frostig | froid frais glacial | frío fresco helado | freddo fresco gelido | frio fresco gelado
        drought dry arid dried no_rain dryness | dürre trocken trockenheit | sécheresse sec | sequía seco | siccità secco asciutto | seca seco
        temperature degrees celsius fahrenheit thermometer | temperatur grad thermometer | température degrés | temperatura grados | temperatura gradi | temperatura graus
        season seasons | jahreszeit | saison | estación temporada | stagione | estação
        summer | sommer | été | verano | estate | verão
        winter wintry | winter | hiver | invierno | inverno | inverno
        spring springtime | frühling frühjahr | printemps | primavera | primavera | primavera
        autumn fall_season | herbst | automne | otoño | autunno | outono
        sunrise dawn daybreak sun_rises morning_light | sonnenaufgang morgendämmerung | aube lever_du_soleil | amanecer alba | alba sorgere | amanhecer nascer_do_sol
        sunset dusk twilight sun_goes_down sun_sets nightfall | sonnenuntergang dämmerung | coucher_du_soleil crépuscule | atardecer puesta_de_sol ocaso | tramonto crepuscolo | pôr_do_sol crepúsculo
        = space 1 0.4
        space universe cosmos outer_space cosmic cosmology | weltall universum weltraum kosmos | espace univers cosmos | espacio universo cosmos | spazio universo cosmo | espaço universo cosmos
        star stars galaxy constellation nebula supernova milky_way | stern galaxie sternbild milchstraße | étoile galaxie constellation | estrella galaxia constelación | stella galassia costellazione | estrela galáxia constelação
        planet planets mars jupiter saturn venus pluto solar_system orbit orbits | planet mars jupiter sonnensystem umlaufbahn | planète mars système_solaire orbite | planeta marte sistema_solar órbita | pianeta marte sistema_solare orbita | planeta marte sistema_solar órbita
        moon lunar | mond | lune lunaire | luna lunar | luna lunare | lua lunar
        astronaut rocket spacecraft satellite nasa space_shuttle cosmonaut spaceship launch launched space_station | astronaut rakete satellit raumschiff raumfahrt | astronaute fusée satellite | astronauta cohete satélite nave | astronauta razzo satellite navicella | astronauta foguete satélite nave
        telescope astronomy astronomer observatory stargazing | teleskop astronomie sternwarte | télescope astronomie | telescopio astronomía | telescopio astronomia | telescópio astronomia
        black_hole event_horizon | schwarzes_loch | trou_noir | agujero_negro | buco_nero | buraco_negro
        alien extraterrestrial ufo aliens extraterrestrials | außerirdisch ufo | extraterrestre ovni | extraterrestre ovni | alieno extraterrestre | alienígena extraterrestre
        sky heavens atmosphere air | himmel luft atmosphäre | ciel air atmosphère | cielo aire atmósfera | cielo aria atmosfera | céu ar atmosfera
        = travel 1 0.4
        travel trip journey voyage tour travelling traveling excursion expedition travelled touring traveller globetrotter | reise reisen ausflug fahrt verreisen | voyage voyager excursion | viaje viajar excursión | viaggio viaggiare gita | viagem viajar passeio
        holiday vacation holidays getaway vacations day_off time_off leave | urlaub ferien feiertag | vacances congé jour_férié | vacaciones día_festivo | vacanza ferie | férias feriado
        tourist tourism sightseeing visitor visitors tourists landmark attraction sights | tourist tourismus besucher sehenswürdigkeit | touriste tourisme visiteur | turista turismo visitante | turista turismo visitatore | turista turismo visitante
        hotel hostel inn motel guesthouse resort check-in | hotel herberge pension gasthaus | hôtel auberge | hotel hostal albergue | albergo hotel ostello | hotel pousada albergue
        car automobile vehicle auto motor motorcar cars driver drive driving drove motorist | auto wagen fahrzeug pkw fahrer fahren fährt | voiture automobile véhicule conduire conducteur | coche carro auto automóvil vehículo conducir conductor | auto macchina automobile veicolo guidare | carro automóvel veículo dirigir conduzir motorista
        truck lorry van | lastwagen lkw transporter | camion camionnette | camión camioneta | camion furgone | caminhão van
        bicycle bike cycling cyclist pedal biking cycle bikes cycled | fahrrad rad radfahren radfahrer | vélo bicyclette cycliste | bicicleta bici ciclista | bicicletta bici ciclista | bicicleta bike ciclista
        motorcycle motorbike scooter | motorrad roller | moto scooter | motocicleta moto | moto motocicletta | moto motocicleta
        train railway rail locomotive railroad trains station platform metro subway underground tram | zug bahn eisenbahn bahnhof gleis u-bahn straßenbahn | train gare chemin_de_fer métro quai tramway | tren ferrocarril estación metro andén tranvía | treno ferrovia stazione metropolitana binario tram | trem comboio estação metrô bonde
        bus coach bus_stop | bus haltestelle | bus autobus autocar | autobús bus parada | autobus pullman fermata | ônibus autocarro parada
        taxi cab uber | taxi | taxi | taxi | taxi | táxi
        plane airplane aeroplane aircraft jet flight flights airline aviation pilot flew airliner takeoff landed | flugzeug flug fliegen fluggesellschaft pilot | avion vol voler compagnie_aérienne pilote | avión vuelo volar aerolínea piloto | aereo volo volare pilota | avião voo voar piloto
        airport terminal gate boarding | flughafen | aéroport | aeropuerto | aeroporto | aeroporto
        ship boat vessel ferry cruise sail sailing yacht sailor ships boats port harbor harbour dock captain canoe | schiff boot fähre segeln hafen matrose kapitän | bateau navire ferry voile port marin | barco buque ferry velero puerto marinero | nave barca traghetto vela porto marinaio | navio barco balsa vela porto marinheiro
        ticket fare boarding_pass tickets | fahrkarte ticket eintrittskarte | billet ticket | billete boleto entrada | biglietto | bilhete passagem ingresso
        passport visa identity_card id_card | pass reisepass visum ausweis | passeport visa | pasaporte visado | passaporto visto | passaporte visto
        border customs immigration immigrant migrant migration refugee foreigner abroad foreign overseas migrate asylum emigrate | grenze zoll einwanderung migrant flüchtling ausland | frontière douane immigration migrant réfugié étranger | frontera aduana inmigración migrante refugiado extranjero | frontiera dogana immigrazione migrante rifugiato estero straniero | fronteira alfândega imigração migrante refugiado estrangeiro
        road street highway motorway avenue lane path route freeway pavement sidewalk roads streets | straße weg autobahn gasse pfad bürgersteig | rue route chemin autoroute trottoir | calle carretera camino autopista acera | strada via cammino autostrada marciapiede | rua estrada caminho rodovia calçada
        bridge tunnel | brücke tunnel | pont tunnel | puente túnel | ponte tunnel | ponte túnel
        traffic jam congestion rush_hour gridlock traffic_light bumper_to_bumper | verkehr stau ampel | circulation embouteillage bouchon trafic feu | tráfico atasco embotellamiento semáforo | traffico ingorgo semaforo | trânsito tráfego engarrafamento semáforo
        crash accident collision crashed collide wreck collided disaster catastrophe | unfall zusammenstoß unglück katastrophe | accident collision catastrophe | accidente choque colisión catástrofe desastre | incidente scontro catastrofe | acidente colisão batida catástrofe desastre
        park parking parking_lot garage car_park parked | parken parkplatz garage | garer stationnement parking | aparcar estacionar aparcamiento | parcheggiare parcheggio | estacionar estacionamento
        fuel petrol gasoline diesel gas_station fill_up gas tank refuel | benzin kraftstoff tanken tankstelle diesel | essence carburant station-service | gasolina combustible gasolinera | benzina carburante | gasolina combustível posto
        electric_car electric_vehicle ev charging | elektroauto | voiture_électrique | coche_eléctrico | auto_elettrica | carro_elétrico
        map navigation gps directions navigate compass atlas | karte landkarte navigation wegbeschreibung | carte plan itinéraire | mapa navegación indicaciones | mappa cartina navigazione | mapa navegação
        lost get_lost lose_one's_way astray got_lost lost_my_way | verlaufen verirrt | perdu égaré | perdido perderse | perso smarrito | perdido perder-se
        walk stroll wander hike walking on_foot pedestrian march strolling walked stroll | gehen laufen spazieren spaziergang zu_fuß fußgänger | marcher promenade balade piéton à_pied | caminar andar pasear paseo a_pie peatón | camminare passeggiata passeggiare a_piedi pedone | andar caminhar passear passeio a_pé pedestre
        visit visiting call_on drop_by stop_by came_to_see went_to_see | besuchen besuch | visiter visite rendre_visite | visitar visita | visitare visita | visitar visita
        guest host hospitality invite invitation invited welcome | gast gastgeber einladen einladung willkommen | invité hôte inviter bienvenue | invitado huésped invitar bienvenido | ospite invitare benvenuto | convidado hóspede convidar bem-vindo
        = place 0.9 0.3
        city town urban metropolis downtown municipality cities metropolitan big_smoke | stadt städtisch großstadt innenstadt | ville urbain métropole | ciudad urbano metrópoli | città urbano metropoli | cidade urbano metrópole
        village countryside rural hamlet | dorf ländlich landschaft | village campagne rural | pueblo aldea campo rural | villaggio paese campagna rurale | aldeia vila campo rural
        capital seat_of_government capital_city | hauptstadt | capitale | capital | capitale | capital
        country nation state homeland land nations | land nation staat heimat | pays nation état patrie | país nación estado patria | paese nazione stato patria | país nação estado pátria
        world globe global worldwide international planet_earth earth | welt global weltweit international | monde mondial international | mundo mundial internacional | mondo mondiale internazionale | mundo mundial internacional
        europe european eu european_union | europa europäisch | europe européen | europa europeo | europa europeo | europa europeu
        america american usa united_states us states | amerika amerikanisch usa | amérique américain états-unis | américa americano estados_unidos | america americano stati_uniti | américa americano estados_unidos
        england english britain british uk united_kingdom london | england englisch britisch london | angleterre anglais britannique londres | inglaterra inglés británico londres | inghilterra inglese britannico londra | inglaterra inglês britânico londres
        france french paris parisian | frankreich französisch paris franzose | france français paris | francia francés parís | francia francese parigi | frança francês paris
        germany german berlin germans munich | deutschland deutsch berlin deutsche münchen | allemagne allemand berlin | alemania alemán berlín | germania tedesco berlino | alemanha alemão berlim
        spain spanish madrid barcelona | spanien spanisch madrid | espagne espagnol madrid | españa español madrid | spagna spagnolo madrid | espanha espanhol madri
        italy italian rome milan | italien italienisch rom | italie italien rome | italia italiano roma | italia italiano roma | itália italiano roma
        portugal portuguese lisbon | portugal portugiesisch lissabon | portugal portugais lisbonne | portugal portugués lisboa | portogallo portoghese lisbona | portugal português lisboa
        china chinese beijing shanghai | china chinesisch peking | chine chinois pékin | china chino pekín | cina cinese pechino | china chinês pequim
        japan japanese tokyo | japan japanisch tokio | japon japonais tokyo | japón japonés tokio | giappone giapponese tokyo | japão japonês tóquio
        russia russian moscow | russland russisch moskau | russie russe moscou | rusia ruso moscú | russia russo mosca | rússia russo moscou
        india indian delhi | indien indisch | inde indien | india indio | india indiano | índia indiano
        africa african | afrika afrikanisch | afrique africain | áfrica africano | africa africano | áfrica africano
        asia asian | asien asiatisch | asie asiatique | asia asiático | asia asiatico | ásia asiático
        square plaza marketplace | platz marktplatz | place_publique | plaza | piazza | praça
        district neighborhood neighbourhood area region zone province suburb borough quarter surroundings | gegend viertel region gebiet bezirk | quartier région zone banlieue | barrio región zona provincia | quartiere regione zona provincia | bairro região zona província
        centre center middle central heart_of midpoint | mitte zentrum zentral | centre milieu central | centro medio central | centro mezzo centrale | centro meio central
        castle palace fortress manor | schloss burg palast festung | château palais forteresse | castillo palacio fortaleza | castello palazzo fortezza | castelo palácio fortaleza
        lighthouse beacon | leuchtturm | phare | faro | faro | farol
        library | bibliothek bücherei | bibliothèque | biblioteca | biblioteca | biblioteca
        museum exhibition gallery exhibit | museum ausstellung galerie | musée exposition galerie | museo exposición galería | museo mostra galleria | museu exposição galeria
        north northern | norden nördlich | nord | norte | nord | norte
        south southern | süden südlich | sud | sur | sud | sul
        east eastern | osten östlich | est | este | est | leste
        west western | westen westlich | ouest | oeste | ovest | oeste
        """
}
