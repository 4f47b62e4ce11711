extension ConceptWords {
    /// What the other topics leave out: asking, turns of phrase, things and doings of every kind.
    static let more = """
        = asking 0.3 0
        what which | was welche welcher welches | quoi quel quelle | qué cuál | che cosa quale | que qual
        who whom whose | wer wen wem | qui | quién | chi | quem
        where | wo wohin woher | où | dónde | dove | onde
        when | wann | quand | cuándo | quando | quando
        why | warum weshalb wieso | pourquoi | por_qué | perché | por_que porquê
        how | wie | comment | cómo | come | como
        = persons 0.25 0
        i me my mine myself i'm i've i'll i'd | ich mich mir mein meine meinen meinem meiner | je me moi mon ma mes j' | yo me mí mi mis | io mi me mio mia | eu me mim meu minha
        you your yours yourself | du dich dir dein deine sie ihr ihre | tu te toi ton ta tes vous votre vos | tú te tu tus usted su | tu ti te tuo tua lei | tu te você teu tua seu
        he him his himself he's | er ihn ihm sein seine seinen seinem | il lui son sa ses | él lo le su sus | lui suo sua gli | ele lhe seu sua
        she her hers herself she's | sie ihr ihre ihren ihrem | elle sa son ses | ella la le su sus | lei sua suo | ela lhe sua seu
        we us our ours ourselves let's we're | wir uns unser unsere | nous notre nos on | nosotros nos nuestro nuestra | noi ci nostro nostra | nós nos nosso nossa
        they them their theirs they're | sie ihnen ihr ihre | ils elles leur leurs eux | ellos ellas les sus | loro | eles elas lhes seus
        = phrases 1 0
        age how_old years_old aged old_are_you year-old | alter wie_alt jahre_alt | âge quel_âge ans | edad cuántos_años | età quanti_anni | idade quantos_anos
        live reside address dwell inhabit living_in resident lives_in stay where_do_you_live | wohnen wohnt adresse lebt | habiter adresse habite demeurer | vivir dirección domicilio habitar vive | abitare indirizzo residenza abita vivere | morar endereço residir mora viver
        good_luck break_a_leg fingers_crossed best_of_luck all_the_best | viel_glück viel_erfolg hals_und_beinbruch | bonne_chance | buena_suerte | buona_fortuna in_bocca_al_lupo | boa_sorte
        performance show stage_performance gig act on_stage break_a_leg | auftritt vorstellung | spectacle représentation | actuación | spettacolo esibizione | apresentação
        all_ears listen listening attentively pay_attention attention attentive hear_out | aufmerksam zuhören aufpassen achtung | attention attentif écouter | atención atento escuchar | attenzione attento ascoltare | atenção atento escutar
        secret spill_the_beans spilled_the_beans out_of_the_bag reveal revealed disclose let_slip give_away leak_out come_clean expose | geheimnis verraten enthüllen | secret révéler dévoiler | secreto revelar | segreto rivelare svelare | segredo revelar
        joke joking kidding pull_my_leg pulled_my_leg pulling_your_leg tease gag prank just_kidding make_fun | scherz scherzen veräppeln necken | plaisanter blague taquiner | bromear broma burlarse | scherzare scherzo prendere_in_giro | brincar piada gozar
        familiar rings_a_bell ring_a_bell remember recognize recognise known_to_me recall | bekannt vertraut erkennen | familier reconnaître | familiar reconocer | familiare riconoscere | familiar reconhecer
        easy piece_of_cake walk_in_the_park child's_play no_sweat no-brainer like_shooting_fish as_easy_as_pie easy_as_abc plain_sailing | kinderspiel | jeu_d'enfant | pan_comido | gioco_da_ragazzi | moleza
        expensive arm_and_a_leg cost_a_fortune pay_through_the_nose break_the_bank rip-off daylight_robbery | wucher | coûter_les_yeux | ojo_de_la_cara | occhio_della_testa | os_olhos_da_cara
        happy over_the_moon cloud_nine on_top_of_the_world in_seventh_heaven walking_on_air tickled_pink jump_for_joy
        die kick_the_bucket kicked_the_bucket pushing_up_daisies bite_the_dust breathe_one's_last six_feet_under meet_one's_maker
        stop_working call_it_a_day call_it_quits knock_off_work finish_work quitting_time throw_in_the_towel give_up gave_up giving_up surrender abandon | aufgeben feierabend | abandonner renoncer | rendirse abandonar | arrendersi abbandonare | desistir abandonar
        study hit_the_books burn_the_midnight_oil cram crammed pull_an_all-nighter learn revise revision
        sleep hit_the_hay hit_the_sack sleep_like_a_log slept_like_a_log sound_asleep deep_sleep forty_winks catch_some_zs out_like_a_light
        rarely once_in_a_blue_moon few_and_far_between
        time_flies time_passes time_goes_by hours_pass pass_quickly go_by | zeit_vergeht | temps_passe | tiempo_vuela | tempo_vola | tempo_voa
        lazy couch_potato layabout slacker lazybones sit_around bone-idle | faulpelz stubenhocker | flemmard | holgazán | pigrone | preguiça
        watch keep_an_eye_on keep_watch keep_tabs_on look_out monitor supervise guard oversee | aufpassen überwachen im_auge_behalten | surveiller | vigilar | sorvegliare tenere_d'occhio | vigiar
        rain cats_and_dogs bucketing_down pouring_down pour chucking_it_down | in_strömen | pleut_des_cordes | a_cántaros | a_catinelle | a_cântaros
        poor broke hard_up flat_broke out_of_pocket penniless no_money feel_the_pinch strapped_for_cash | pleite | fauché | sin_un_duro | al_verde | liso
        rich rolling_in_it made_of_money loaded filthy_rich well_off lots_of_money
        marry tie_the_knot tied_the_knot walk_down_the_aisle get_hitched pop_the_question propose_marriage
        ill under_the_weather off_colour out_of_sorts laid_up feeling_rough
        angry see_red hit_the_roof fly_off_the_handle lose_one's_temper blew_a_fuse blow_a_fuse hot_under_the_collar
        begin get_the_ball_rolling kick_off from_scratch back_to_square_one back_to_the_drawing_board
        exactly spot_on hit_the_nail_on_the_head on_the_dot right_on
        crazy out_of_one's_mind nuts bananas off_one's_rocker mad insane crazy lunatic insanity | verrückt wahnsinnig irre | fou folle dingue | loco chiflado | pazzo matto | louco maluco
        hard_work work_hard pull_one's_weight slave_away graft go_the_extra_mile burn_the_candle intensive intensively diligent hard-working | fleißig hart_arbeiten | travailleur bosseur | trabajador | laborioso | trabalhador
        decide up_in_the_air on_the_fence undecided ball_is_in_your_court make_up_one's_mind sleep_on_it
        hurry step_on_it get_a_move_on make_it_snappy asap as_soon_as_possible look_sharp urgent urgency | dringend eilig | urgent | urgente | urgente | urgente
        betray stab_in_the_back traitor betrayal double-cross backstab | verrat verraten verräter | trahir trahison traître | traicionar traición | tradire tradimento | trair traição
        exaggerate make_a_mountain_out_of_a_molehill blow_out_of_proportion overreact | übertreiben | exagérer | exagerar | esagerare | exagerar
        misunderstand get_the_wrong_end_of_the_stick bark_up_the_wrong_tree confused confusion confusing puzzled mix_up misunderstanding | verwirrt missverständnis verwechseln | confus malentendu confondre | confundido malentendido | confuso malinteso | confuso mal-entendido
        rare_thing needle_in_a_haystack
        beginner rookie newbie inexperienced wet_behind_the_ears novice amateur | anfänger | débutant | principiante | principiante | iniciante
        expert old_hand knows_the_ropes experienced experience veteran professional master skilled pro specialist | erfahren erfahrung fachmann profi experte | expert expérimenté expérience | experto experiencia | esperto esperienza | especialista experiência
        insomnia improve_my_sleep sleep_better trouble_sleeping can't_sleep
        = things 1 0.15
        leak drip dripping leaking leaky trickle ooze seep tap faucet dripped plumber pipe plumbing | tropfen undicht leck wasserhahn rohr klempner | fuite goutte robinet tuyau plombier | gotear fuga grifo tubería fontanero | perdita goccia rubinetto tubo idraulico | vazar gota torneira cano encanador
        ceiling roof overhead_covering tile shingle | decke dach ziegel | plafond toit tuile | techo tejado teja | soffitto tetto tegola | teto telhado telha
        sold_out no_seats no_more_tickets no_tickets_left seats seat_reservation fully_booked no_seats_available | ausverkauft ausgebucht | complet | agotado completo | esaurito | esgotado
        blade razor knife scissors axe saw dagger sword | klinge messer schere axt säge | lame ciseaux hache scie | hoja tijeras hacha sierra | lama forbici ascia sega | lâmina tesoura machado serra
        multilingual bilingual trilingual polyglot speaks_languages languages_fluently foreign_language foreign_tongue | mehrsprachig fremdsprache | polyglotte langue_étrangère | políglota idioma_extranjero | poliglotta lingua_straniera | poliglota língua_estrangeira
        winter_sports ski sled sledge sleigh toboggan snowboarding ice_skating ice_hockey | wintersport schlitten schlittschuh | sports_d'hiver luge | deportes_de_invierno trineo | sport_invernali slitta | esportes_de_inverno trenó
        inflation price_increase rising_prices prices_rise prices_went_up cost_of_living dearer price_level more_expensive | teuerung preisanstieg lebenshaltungskosten | hausse_des_prix coût_de_la_vie | subida_de_precios coste_de_vida | aumento_dei_prezzi carovita | aumento_de_preços custo_de_vida
        sun star planet earth moon orbit revolve revolves solar_system orbits celestial | sonne stern planet erde mond kreisen umkreist | soleil étoile planète terre lune tourner | sol estrella planeta tierra luna girar | sole stella pianeta terra luna girare | sol estrela planeta terra lua girar
        turn rotate spin revolve rotation twist orbit whirl swirl roll revolves spinning rotating wheel | drehen rotieren kreisen rollen rad | tourner pivoter rouler roue | girar rotar rodar rueda | girare ruotare rotolare ruota | girar rodar roda
        float drift sink swim drown drowning drowned submerge sank sunken submarine | schwimmen treiben ertrinken sinken untergehen | flotter couler noyer | flotar hundir ahogar | galleggiare affondare annegare | flutuar afundar afogar
        shine glow sparkle glitter gleam shining ray beam glimmer radiate | scheinen glänzen leuchten strahl | briller luire rayon étinceler | brillar resplandecer rayo | brillare splendere raggio | brilhar raio reluzir
        acquit acquitted not_guilty innocent exonerate cleared_of_charges | freisprechen freispruch unschuldig | acquitter innocent | absolver inocente | assolvere innocente | absolver inocente
        defendant accused client suspect plaintiff | angeklagter beschuldigter | accusé prévenu | acusado demandado | imputato accusato | réu acusado
        unemployment job_market jobs workless labour_market | arbeitsmarkt | marché_du_travail | mercado_laboral | mercato_del_lavoro | mercado_de_trabalho
        website web_page page load homepage site server down offline unreachable unavailable not_reachable | webseite seite nicht_erreichbar laden | site_web page | sitio_web página | sito_web pagina | página site fora_do_ar
        emission exhaust fumes emissions smog soot gases | abgas abgase emission ausstoß | gaz_d'échappement émission | emisión gases | emissione scarico | emissão escapamento
        electric battery-powered battery rechargeable electrical_charge | elektrisch batterie | électrique batterie | eléctrico batería | elettrico batteria | elétrico bateria
        family_member aunt father's_sister mother's_sister uncle father's_brother mother's_brother niece nephew in-law mother-in-law stepfather | neffe nichte schwiegermutter tante onkel | neveu nièce belle-mère | sobrino sobrina suegra | nipote suocera | sobrinho sobrinha sogra
        travel_document passport visa papers identity_papers identification | reisedokument ausweis | papiers pièce_d'identité | documentos | documenti | documentos
        document paper papers sheet form paperwork certificate page sheet_of_paper | papier blatt formular bescheinigung seite | papier feuille formulaire page certificat | papel hoja formulario página certificado | carta foglio modulo pagina certificato | papel folha formulário página certificado
        box container crate carton basket bin package jar bucket case | kiste schachtel behälter korb eimer karton | boîte caisse panier carton seau | caja contenedor cesta cubo | scatola cassa cesto contenitore secchio | caixa cesto recipiente balde
        dish plate tray kettle cookware dishwasher crockery dishes pots | geschirr spülmaschine kessel | vaisselle lave-vaisselle bouilloire | vajilla lavavajillas platos | stoviglie lavastoviglie | louça lava-louças
        clock alarm watch alarm_clock wristwatch clock_rang | wecker armbanduhr | réveil montre | despertador reloj | sveglia orologio | despertador relógio
        mirror reflection reflect reflected glass_surface | spiegel spiegelung | miroir reflet | espejo reflejo | specchio riflesso | espelho reflexo
        rope string cord thread wire cable tie knot bind | seil schnur faden draht kabel knoten | corde ficelle fil câble nœud | cuerda hilo cable nudo | corda filo cavo nodo | corda fio cabo nó
        stick pole rod branch cane staff | stock stange stab | bâton canne perche | palo bastón vara | bastone palo | pau vara bastão
        hole gap opening pit crack puncture tunnel cave cavern | loch lücke grube höhle | trou fosse grotte caverne | agujero hueco cueva | buco fossa grotta caverna | buraco fossa caverna
        surface layer coating cover covering crust sheet_of | oberfläche schicht belag | surface couche | superficie capa | superficie strato | superfície camada
        edge border rim margin boundary limit limits verge brink | rand grenze kante | bord limite marge | borde límite margen | bordo limite margine | borda limite margem
        corner angle bend curve | ecke kurve | coin virage courbe | esquina rincón curva | angolo curva | canto esquina curva
        line row queue stand_in_line column stripe rank | linie reihe schlange zeile | ligne rangée file | línea fila cola | linea fila coda riga | linha fila
        sign signal symbol mark logo indicator icon flag banner | zeichen schild signal symbol fahne | signe signal symbole drapeau panneau | señal signo símbolo bandera | segno segnale simbolo bandiera | sinal símbolo bandeira placa
        dust powder sand ash ashes grain soot | staub pulver asche | poussière poudre cendre | polvo ceniza | polvere cenere | pó poeira cinza
        smoke fumes steam vapour smoky chimney | rauch qualm schornstein | fumée cheminée | humo chimenea | fumo camino | fumaça chaminé
        rust corrode oxidise oxidize corrosion oxidation rusty | rost rosten oxidieren | rouille rouiller | óxido oxidar | ruggine arrugginire | ferrugem oxidar
        wet moist damp soaked humid humidity soaking dripping_wet soggy moisture | nass feucht feuchtigkeit | mouillé humide humidité | mojado húmedo humedad | bagnato umido umidità | molhado úmido umidade
        oxygen_water hydration evaporation condensation thaw thawing melt | tauen schmelzen | dégel fondre | deshielo derretir | disgelo sciogliere | degelo derreter
        vitamin citrus ascorbic nutrient nutrients mineral_supplement supplement protein fibre oranges | vitamin zitrus nährstoff | vitamine nutriment agrume | vitamina nutriente cítrico | vitamina nutriente agrume | vitamina nutriente cítrico
        mammal mammals vertebrate warm-blooded | säugetier | mammifère | mamífero | mammifero | mamífero
        jungle rainforest tropics tropical amazon | regenwald tropen tropisch | forêt_tropicale tropical | selva trópico tropical | foresta_pluviale tropicale | floresta_tropical
        tide tides ebb flow lunar high_tide low_tide | gezeiten ebbe flut | marée | marea | marea | maré
        current flow stream flowing electricity_flow conduct conductor pour | fließen strömen leiten leiter | couler courant conduire conducteur | fluir corriente conducir conductor | scorrere corrente condurre conduttore | fluir corrente conduzir condutor
        ray radiation uv ultraviolet x-ray xray infrared microwave laser | strahlung röntgen laser | rayon radiation laser | rayos radiación láser | raggi radiazione laser | raios radiação laser
        echo sonar resonance vibration vibrate frequency | echo schwingung frequenz | écho vibration fréquence | eco vibración frecuencia | eco vibrazione frequenza | eco vibração frequência
        matter material substance stuff_of materials ingredient | stoff materie material substanz | matière substance matériau | materia sustancia material | materia sostanza materiale | matéria substância material
        invisible transparent unseen hidden_from_view see-through visible naked_eye visibility | unsichtbar durchsichtig sichtbar | invisible transparent visible | invisible transparente visible | invisibile trasparente visibile | invisível transparente visível
        dark_matter universe cosmos
        photosynthesis food_from_sunlight plants_make_food leaves_sunlight sunlight_plants energy_from_the_sun
        earthquake ground_shake ground_shakes shake shaking shook tremble quiver vibrate ground_move | zittern beben schütteln | trembler secouer | temblar sacudir | tremare scuotere | tremer sacudir abalar
        stove cooker burner hob hotplate pot soup kettle | herd kochplatte | cuisinière plaque | estufa hornilla fogón | fornello piano_cottura | fogão boca_do_fogão
        poison poisonous toxic venom toxin poisoned lethal venomous | gift giftig vergiftet | poison toxique venin | veneno tóxico venenoso | veleno velenoso tossico | veneno tóxico venenoso
        carpet rug mat curtain cushion towel | teppich matte vorhang handtuch | tapis rideau serviette | alfombra cortina toalla | tappeto tenda asciugamano | tapete cortina toalha
        lift elevator escalator hoist | aufzug fahrstuhl rolltreppe | ascenseur | ascensor elevador | ascensore | elevador
        umbrella parasol raincoat | schirm | parapluie | paraguas | ombrello | guarda-chuva
        candle wax torch lantern flashlight | kerze taschenlampe laterne | bougie lampe_de_poche lanterne | vela linterna | candela torcia lanterna | vela lanterna
        luggage pack unpack suitcase packed_bags | koffer packen | valise bagages | maleta equipaje | valigia bagaglio | mala bagagem
        jewel treasure pearl gem precious valuable worth value | schatz perle edelstein wertvoll wert | trésor perle précieux valeur | tesoro perla valioso valor | tesoro perla prezioso valore | tesouro pérola valioso valor
        tent camp camping campsite campfire caravan | zelt lager camping | tente camping | tienda_de_campaña acampar camping | tenda campeggio | tenda barraca acampamento
        picnic barbecue bbq cookout grill_party | picknick grillen | pique-nique barbecue | picnic barbacoa | picnic grigliata | piquenique churrasco
        climb_mountain mountaineer mountaineering expedition rope_climbing
        breathe oxygen_intake inhale exhale suffocate choke | atmen ersticken | respirer étouffer | respirar asfixiar | respirare soffocare | respirar sufocar
        swallow chew bite bit lick sip gulp gnaw | schlucken kauen beißen lecken | avaler mâcher mordre lécher | tragar masticar morder lamer | ingoiare masticare mordere leccare | engolir mastigar morder lamber
        scratch itch scrape itchy rub | kratzen jucken | gratter démanger | rascar picar | grattare prurito | coçar arranhar
        hug kiss embrace cuddle snuggle kissed | umarmen küssen kuss | embrasser baiser câlin étreindre | abrazar besar beso | abbracciare baciare bacio | abraçar beijar beijo
        wave_hand nod shrug gesture bow greet_with | winken nicken | saluer hocher | saludar asentir | salutare annuire | acenar
        dress_up costume disguise mask makeup make-up lipstick cosmetic | schminke maske kostüm | maquillage masque | maquillaje máscara | trucco maschera | maquiagem máscara
        bury dig dug excavate shovel digging archaeologist archaeology | graben schaufel archäologe | creuser pelle archéologue | cavar pala arqueólogo | scavare pala archeologo | cavar pá arqueólogo
        plough sow harvest water_plants irrigate irrigation | säen bewässern pflügen | semer arroser labourer | sembrar regar arar | seminare irrigare arare | semear regar arar
        soil compost fertile fertilizer fertiliser manure gardening grow_vegetables | dünger fruchtbar kompost | engrais fertile compost | abono fértil | concime fertile | adubo fértil
        tail_of end_of_queue
        egg_laying nest hatch hatched incubate | nest brüten schlüpfen | nid éclore | nido incubar | nido covare | ninho chocar
        honey beehive beekeeper bee nectar pollen | honig imker biene | miel abeille apiculteur | miel abeja apicultor | miele ape apicoltore | mel abelha apicultor
        echo_location bat flying_mammal bats_fly
        lifespan life_expectancy longevity how_long_do_live reach_years live_longer | lebensdauer lebenserwartung | espérance_de_vie durée_de_vie | esperanza_de_vida | aspettativa_di_vita durata_della_vita | expectativa_de_vida
        = doings 0.8 0.1
        admission entry_fee entrance_fee admission_fee get_in ticket_price | eintritt eintrittspreis | tarif_d'entrée | precio_de_entrada | prezzo_del_biglietto | preço_do_ingresso
        guest visitor come_to_the_party attendee attend attended participant participate take_part audience spectators spectator crowd listener listeners viewer | teilnehmen teilnehmer publikum zuschauer | participer participant public spectateur assister | participar asistir público espectador | partecipare pubblico spettatore assistere | participar público espectador assistir
        household live_together family_home our_home
        appointment schedule_appointment make_an_appointment date reservation wanted | termin | rendez-vous | cita | appuntamento | consulta marcação
        inaugurate open_ceremony opened_the inaugurated unveil launch_ceremony | einweihen | inaugurer | inaugurar | inaugurare | inaugurar
        mayor head_of_the_town town_leader councillor council city_hall town_hall municipal | bürgermeister rathaus | maire mairie conseil | alcalde ayuntamiento | sindaco municipio comune | prefeito prefeitura câmara
        scandal affair controversy corruption corrupt bribe bribery | skandal affäre korruption bestechung | scandale affaire corruption | escándalo corrupción soborno | scandalo corruzione | escândalo corrupção suborno
        interview talk_with question_and_answer conversation_with | interview gespräch | entretien interview | entrevista | intervista | entrevista
        publish publication publisher print release issue edition printed_in | veröffentlichen verlag ausgabe | publier publication éditeur | publicar publicación editorial | pubblicare pubblicazione editore | publicar publicação editora
        star celebrity actress film_star movie_star actor_star | filmstar | vedette | estrella_de_cine | stella_del_cinema | estrela_de_cinema
        free_slaves liberate set_free liberation emancipate freed release released | befreien freilassen | libérer | liberar | liberare | libertar liberar
        abolish abolished do_away_with repeal abolition scrap | abschaffen | abolir supprimer | abolir | abolire | abolir
        century nineteenth_century 1800s hundred_years centuries_ago hundreds_of_years
        speed_up faster accelerate make_faster quicker acceleration performance_boost | beschleunigen schneller | accélérer plus_vite | acelerar más_rápido | accelerare più_veloce | acelerar mais_rápido
        slow_down brake decelerate slower takes_too_long too_slow | bremsen verlangsamen | freiner ralentir | frenar | frenare rallentare | travar frear
        reverse flip turn_around invert backwards upside_down opposite contrary | umkehren rückwärts gegenteil umdrehen | inverser contraire retourner | invertir contrario revés | invertire contrario opposto | inverter contrário oposto
        convert transform_to turn_a_into change_into | umwandeln | convertir | convertir | convertire | converter
        execute run_program run_code launch_app statement execution command | ausführen befehl | exécuter commande | ejecutar comando | eseguire comando | executar comando
        backup back_up copy copies duplicate replicate copying copied clone | kopie kopieren sicherung | copie copier sauvegarde | copia copiar respaldo | copia copiare | cópia copiar
        startup boot booting boot_up switch_on power_on turn_on turned_on machine_starts | einschalten hochfahren | allumer démarrer | encender | accendere | ligar acender
        switch_off turn_off power_off shut_down switched_off put_out extinguish extinguished | ausschalten löschen ausmachen | éteindre | apagar | spegnere | desligar apagar
        decline declined card_declined refused_payment
        contact get_in_touch reach_out contact_us customer_service customer_support service_team helpdesk support_team hotline | kontakt kundendienst kontaktieren | contact contacter service_client | contacto contactar servicio_al_cliente | contatto contattare servizio_clienti | contato contatar atendimento
        track track_order where_is_my_order follow_package shipment_status order_status | verfolgen sendungsverfolgung | suivi | seguimiento | tracciare | rastrear
        order ordered purchase_order placed_an_order my_order | bestellung bestellen | commande commander | pedido pedir | ordine ordinare | pedido encomendar pedir
        foreign abroad ship_abroad international_shipping overseas_delivery
        public_transport transport transportation commute commuter bus_or_train get_from_to | verkehrsmittel pendeln nahverkehr | transport transports_en_commun | transporte | trasporto mezzi_pubblici | transporte
        downtown city_centre city_center inner_city | innenstadt zentrum | centre-ville | centro | centro | centro
        method_of_payment payment_method pay_by credit_card pay_with payment_methods | zahlungsart | moyen_de_paiement | forma_de_pago | metodo_di_pagamento | forma_de_pagamento
        age_group generation elderly_people
        spill spilled spilt pour_out splash | verschütten | renverser | derramar | rovesciare | derramar
        weapon_fire gunshot shot_at shooting
        demand insist call_for fight_for stand_up_for claim | fordern verlangen | exiger réclamer | exigir reclamar | pretendere esigere | exigir reivindicar
        female women's feminine suffrage feminist girls_and_women | weiblich frauen | féminin femmes | femenino mujeres | femminile donne | feminino mulheres
        male men's masculine | männlich | masculin | masculino | maschile | masculino
        poor_people people_in_need needy homeless homelessness charity beggar | obdachlos bedürftige | sans-abri mendiant | sin_techo mendigo | senzatetto mendicante | sem-teto mendigo
        retreat withdraw withdrawal pull_back back_off withdrew | rückzug zurückziehen | retraite retirer reculer | retirada retirarse | ritirata ritirarsi | retirada recuar
        disperse scatter break_up_crowd spread_out | zerstreuen | disperser | dispersar | disperdere | dispersar
        attract draw_visitors lure tempt appeal temptation attractive_to | anziehen locken | attirer | atraer | attirare | atrair
        surround surrounded encircle enclose around_it ring_around | umgeben | entourer | rodear | circondare | cercar rodear
        conduct_electricity conductor_metal
        dissolve soluble dissolves solution_of melts_in | auflösen löslich | dissoudre soluble | disolver soluble | sciogliere solubile | dissolver solúvel
        """
}
