extension ConceptWords {
    /// People, body, health, feelings, mind.
    static let people = """
        = family 1 0.35
        mother mom mum mama mommy mummy | mutter mama | mère maman | madre mamá | madre mamma | mãe mamãe
        father dad papa daddy | vater papa | père papa | padre papá | padre papà babbo | pai papai
        parent parents mother_and_father mom_and_dad folks | eltern | parents | padres | genitori | pais
        child kid children kids youngster toddler little_one youngsters | kind kinder | enfant gosse gamin | niño niña chico | bambino bambina bimbo | criança menino menina
        baby infant newborn | baby säugling | bébé nourrisson | bebé recién_nacido | neonato bimbo | bebê
        son boy lad | sohn junge bub | fils garçon | hijo chico muchacho | figlio ragazzo | filho rapaz garoto
        daughter girl lass | tochter mädchen | fille | hija chica muchacha | figlia ragazza | filha garota rapariga
        brother sibling | bruder geschwister | frère | hermano | fratello | irmão
        sister sibling | schwester geschwister | sœur | hermana | sorella | irmã
        grandmother grandma granny nana | großmutter oma | grand-mère mamie | abuela | nonna | avó vovó
        grandfather grandpa grandad | großvater opa | grand-père papi | abuelo | nonno | avô vovô
        husband spouse hubby partner | ehemann gatte mann | mari époux | marido esposo | marito sposo | marido esposo
        wife spouse partner | ehefrau gattin frau | femme épouse | esposa mujer | moglie sposa | esposa mulher
        marry marriage wedding wed bride groom tie_the_knot got_married engaged matrimony | heiraten hochzeit ehe braut | marier mariage noce épouser | casar boda matrimonio novia | sposare matrimonio nozze | casar casamento noiva
        divorce separate split_up break_up broke_up | scheidung trennen | divorce séparer | divorcio separar | divorzio separare | divórcio separar
        family relatives kin household relative | familie verwandte | famille parents | familia parientes | famiglia parenti | família parentes
        uncle | onkel | oncle | tío | zio | tio
        aunt | tante | tante | tía | zia | tia
        cousin | cousin cousine vetter | cousin | primo | cugino | primo
        twin twins | zwilling | jumeau | gemelo mellizo | gemello | gêmeo
        friend buddy pal mate companion friends friendship bestie | freund freundin kumpel freundschaft | ami amie copain pote amitié | amigo amiga compañero amistad | amico amica compagno amicizia | amigo colega amizade
        neighbour neighbor neighbours next_door | nachbar | voisin | vecino | vicino | vizinho
        man guy gentleman bloke fellow male men | mann herr kerl | homme monsieur type | hombre señor tipo | uomo signore | homem senhor cara
        woman lady female women | frau dame | femme dame | mujer señora | donna signora | mulher senhora
        person people individual folk human humans humanity mankind somebody | person leute mensch menschen | personne gens humain | persona gente humano | persona gente umano | pessoa gente humano
        birth born give_birth gave_birth pregnancy pregnant expecting_a_baby | geburt geboren schwanger | naissance né enceinte accoucher | nacimiento nacer embarazada parto | nascita nascere incinta parto | nascimento nascer grávida
        birthday anniversary | geburtstag jubiläum | anniversaire | cumpleaños aniversario | compleanno anniversario | aniversário
        adult grown-up grownup | erwachsener | adulte | adulto | adulto | adulto
        teenager teen adolescent youth | jugendlicher jugend | adolescent ado jeunesse | adolescente joven juventud | adolescente giovane gioventù | adolescente jovem juventude
        old elderly aged senior seniors pensioner ageing | alt älter senior rentner | vieux âgé vieille | viejo anciano mayor | vecchio anziano | velho idoso
        young youthful | jung | jeune | joven | giovane | jovem
        orphan adopt adoption foster | waise adoptieren | orphelin adopter | huérfano adoptar | orfano adottare | órfão adotar
        = body 1 0.3
        head skull | kopf schädel | tête crâne | cabeza cráneo | testa cranio | cabeça crânio
        eye eyes eyesight vision | auge augen | œil yeux vue | ojo ojos vista | occhio vista | olho olhos vista
        ear ears hearing deaf | ohr gehör taub | oreille ouïe sourd | oreja oído sordo | orecchio udito sordo | orelha ouvido surdo
        nose nostril | nase | nez | nariz | naso | nariz
        mouth lips lip | mund lippe | bouche lèvre | boca labio | bocca labbro | boca lábio
        tooth teeth dentist dental toothache cavity | zahn zähne zahnarzt | dent dentiste | diente muela dentista | dente dentista | dente dentista
        hair haircut barber hairdresser | haar haare friseur frisur | cheveux coiffeur | pelo cabello peluquero | capelli parrucchiere barbiere | cabelo barbeiro cabeleireiro
        face cheek facial | gesicht wange | visage figure joue | cara rostro mejilla | viso faccia guancia | rosto cara
        hand hands palm fist | hand faust | main poing | mano puño | mano pugno | mão punho
        finger thumb fingers | finger daumen | doigt pouce | dedo pulgar | dito pollice | dedo polegar
        arm elbow shoulder | arm ellbogen schulter | bras coude épaule | brazo codo hombro | braccio gomito spalla | braço cotovelo ombro
        leg knee thigh legs | bein knie | jambe genou | pierna rodilla | gamba ginocchio | perna joelho
        foot feet toe ankle | fuß füße zeh knöchel | pied orteil cheville | pie dedo tobillo | piede caviglia | pé tornozelo
        heart cardiac cardiovascular heartbeat | herz herzschlag | cœur cardiaque | corazón cardíaco | cuore cardiaco | coração cardíaco
        brain neural neuron neurons cerebral | gehirn hirn nerven | cerveau neurone | cerebro neurona | cervello neurone | cérebro neurônio
        blood bleed bleeding bloody | blut bluten | sang saigner | sangre sangrar | sangue sanguinare | sangue sangrar
        bone skeleton fracture bones broken_bone | knochen skelett bruch | os squelette fracture | hueso esqueleto fractura | osso scheletro frattura | osso esqueleto fratura
        skin rash | haut ausschlag | peau | piel | pelle | pele
        stomach belly tummy abdomen digestion gut digest | magen bauch verdauung | estomac ventre digestion | estómago barriga vientre | stomaco pancia | estômago barriga
        back spine backache | rücken rückgrat | dos colonne_vertébrale | espalda columna | schiena | costas coluna
        neck throat | hals nacken kehle | cou gorge | cuello garganta | collo gola | pescoço garganta
        lung lungs breathe breath breathing respiratory inhale | lunge atmen atem | poumon respirer souffle | pulmón respirar aliento | polmone respirare respiro | pulmão respirar
        muscle muscles muscular strength_training | muskel | muscle | músculo | muscolo | músculo
        body physique bodily | körper leib | corps | cuerpo | corpo | corpo
        = health 1 0.4
        doctor physician medic gp clinician specialist surgeon | arzt ärztin doktor chirurg | médecin docteur chirurgien | médico doctor cirujano | medico dottore chirurgo | médico doutor cirurgião
        nurse caregiver carer | krankenschwester pfleger pflegerin | infirmier infirmière soignant | enfermera enfermero cuidador | infermiere infermiera | enfermeiro enfermeira
        hospital clinic ward emergency_room infirmary | krankenhaus klinik spital notaufnahme | hôpital clinique urgences | hospital clínica urgencias | ospedale clinica pronto_soccorso | hospital clínica
        patient patients | patient | patient | paciente | paziente | paciente
        medicine drug medication pill tablet remedy prescription prescribe pharmaceutical meds dose pharmacy drugstore chemist | medikament arznei tablette pille apotheke rezept | médicament pilule comprimé remède pharmacie ordonnance | medicina medicamento pastilla farmacia receta | medicina farmaco pillola farmacia ricetta | medicamento remédio comprimido farmácia receita
        ill sick unwell ailing under_the_weather poorly illness disease sickness ailment disorder condition | krank krankheit unwohl | malade maladie souffrant | enfermo enfermedad malo | malato malattia | doente doença enfermo
        healthy health well fit wellness wellbeing well-being fitness in_good_shape | gesund gesundheit fit | sain santé bonne_santé forme | sano salud saludable | sano salute in_forma | saudável saúde
        pain hurt ache sore painful hurts aching agony suffer suffering | schmerz weh schmerzen leiden tut_weh | douleur mal souffrir souffrance | dolor duele sufrir | dolore male soffrire fa_male | dor doer sofrer
        headache migraine head_hurts head_is_pounding | kopfschmerzen kopfweh migräne | mal_de_tête migraine | dolor_de_cabeza jaqueca | mal_di_testa emicrania | dor_de_cabeça enxaqueca
        fever temperature high_temperature feverish | fieber | fièvre | fiebre | febbre | febre
        cough sneeze cold flu influenza runny_nose a_cold | husten erkältung grippe schnupfen | toux rhume grippe | tos resfriado gripe catarro | tosse raffreddore influenza | tosse resfriado gripe constipação
        infection virus bacteria germ infected infectious contagious microbe pathogen epidemic pandemic covid | infektion virus bakterien ansteckend pandemie | infection virus bactérie contagieux épidémie | infección virus bacteria contagioso pandemia | infezione virus batteri contagioso pandemia | infecção vírus bactéria contagioso pandemia
        vaccine vaccination vaccinate immunize jab inoculate shot_in_the_arm immune immunity | impfung impfen impfstoff | vaccin vacciner | vacuna vacunar | vaccino vaccinare | vacina vacinar
        cure heal recover recovery get_better got_better treatment treat therapy healing recuperate | heilen heilung behandlung therapie genesen erholen | guérir guérison soigner traitement thérapie | curar sanar tratamiento recuperar terapia | guarire cura trattamento terapia | curar tratamento terapia recuperar sarar
        wound injury injured injure cut bruise hurt wounded | wunde verletzung verletzt | blessure blesser plaie | herida lesión herir | ferita ferire lesione | ferida lesão machucar
        cancer tumor tumour oncology | krebs tumor | cancer tumeur | cáncer tumor | cancro tumore | câncer tumor
        diabetes diabetic insulin blood_sugar glucose | diabetes zucker insulin | diabète insuline glycémie | diabetes insulina | diabete insulina | diabetes insulina
        allergy allergic allergies intolerance | allergie allergisch | allergie allergique | alergia alérgico | allergia allergico | alergia alérgico
        surgery operation operate surgical | operation operieren | opération chirurgie | operación cirugía | operazione chirurgia | operação cirurgia
        symptom symptoms diagnosis diagnose diagnosed | symptom diagnose | symptôme diagnostic | síntoma diagnóstico | sintomo diagnosi | sintoma diagnóstico
        exercise workout work_out gym training physical_activity jog jogging | training sport trainieren turnen | exercice entraînement gymnastique | ejercicio gimnasio entrenamiento | esercizio palestra allenamento | exercício academia ginásio treino
        diet weight obesity overweight lose_weight slim slimming calories calorie fat | diät gewicht abnehmen übergewicht kalorien | régime poids maigrir obésité calories | dieta peso adelgazar obesidad calorías | dieta peso dimagrire obesità calorie | dieta peso emagrecer obesidade calorias
        sleep asleep slept nap doze slumber bed_time bedtime fall_asleep snooze | schlafen schlaf eingeschlafen nickerchen | dormir sommeil sieste endormi dort | dormir sueño siesta duerme | dormire sonno dorme pisolino | dormir sono sesta
        insomnia sleepless sleeplessness cannot_sleep can't_sleep trouble_sleeping awake lie_awake | schlaflos schlaflosigkeit wach | insomnie éveillé | insomnio despierto | insonnia sveglio | insônia acordado
        tired exhausted fatigue weary sleepy drowsy worn_out tiredness fatigued exhaustion | müde erschöpft müdigkeit | fatigué épuisé fatigue | cansado agotado cansancio fatiga | stanco esausto stanchezza | cansado exausto cansaço
        wake awake woke wake_up get_up rise | aufwachen aufstehen wecken | réveiller lever | despertar levantarse | svegliare alzarsi | acordar levantar
        blind blindness visually_impaired | blind | aveugle | ciego | cieco | cego
        disabled disability wheelchair handicapped | behindert rollstuhl | handicapé fauteuil_roulant | discapacitado silla_de_ruedas | disabile sedia_a_rotelle | deficiente cadeira_de_rodas
        smoke smoking cigarette tobacco smoker cigarettes quit_smoking | rauchen zigarette tabak raucher | fumer cigarette tabac fumeur | fumar cigarrillo tabaco | fumare sigaretta tabacco | fumar cigarro tabaco
        drunk alcohol intoxicated booze alcoholic | betrunken alkohol | ivre alcool soûl | borracho alcohol | ubriaco alcol | bêbado álcool
        die death dead died passed_away deceased pass_away perish lethal fatal dying kicked_the_bucket | sterben tod tot gestorben verstorben tödlich | mourir mort décédé décès mortel | morir muerte muerto falleció fallecer | morire morte morto deceduto | morrer morte morto faleceu
        alive live living life lifetime | leben lebendig lebt | vivre vie vivant | vivir vida vivo | vivere vita vivo | viver vida vivo
        funeral burial bury grave cemetery coffin | beerdigung grab friedhof begraben | funérailles enterrement tombe cimetière | funeral entierro tumba cementerio | funerale tomba cimitero | funeral túmulo cemitério enterro
        mental psychological psychology psychologist psychiatrist therapist | psychisch psychologe psychologie | mental psychologue psychologie | mental psicólogo psicología | mentale psicologo psicologia | mental psicólogo psicologia
        wash shower bath bathe hygiene soap rinse shampoo | waschen dusche bad seife | laver douche bain savon | lavar ducha baño jabón | lavare doccia bagno sapone | lavar chuveiro banho sabão
        = feeling 0.9 0.3
        happy glad joyful cheerful delighted pleased content happiness joy merry thrilled overjoyed over_the_moon on_cloud_nine elated | glücklich froh fröhlich freude glück erfreut freut | heureux joyeux content bonheur joie ravi | feliz contento alegre felicidad alegría | felice contento allegro felicità gioia lieto | feliz contente alegre felicidade alegria
        sad unhappy sorrow miserable down depressed grief gloomy sadness heartbroken blue mourn depression melancholy feeling_down down_in_the_dumps | traurig unglücklich trauer deprimiert kummer | triste malheureux tristesse chagrin déprimé | triste infeliz tristeza pena deprimido | triste infelice tristezza depresso | triste infeliz tristeza deprimido
        angry mad furious annoyed anger rage irritated cross upset outraged irate fury livid | wütend zornig böse ärger verärgert wut sauer | fâché en_colère furieux colère énervé | enojado enfadado furioso ira enfado rabia | arrabbiato furioso rabbia ira | zangado bravo furioso raiva
        afraid scared frightened fear terrified fearful fright dread terror scary horror spooked phobia | angst fürchten furcht erschrocken schrecken | peur effrayé crainte terreur effrayant | miedo asustado temor terror | paura spaventato timore terrore | medo assustado temor terror
        worry worried anxious anxiety nervous concern stress stressed uneasy tense concerned pressure | sorge sorgen besorgt nervös stress unruhig | inquiet souci anxieux nerveux stress angoisse | preocupado preocupación ansioso nervioso estrés | preoccupato preoccupazione ansioso nervoso stress | preocupado preocupação ansioso nervoso estresse
        love adore beloved affection fond romance romantic in_love crush sweetheart | liebe lieben verliebt geliebt | amour aimer amoureux adorer | amor amar enamorado querer | amore amare innamorato | amor amar apaixonado
        like enjoy fond_of keen_on fancy appreciate favourite favorite prefer be_into | mögen gern gefallen genießen lieblings gefällt bevorzugen | apprécier plaire aimer préféré préférer | gustar disfrutar favorito preferir gusta encanta | piacere gradire preferito preferire piace | gostar curtir favorito preferir
        hate dislike detest loathe despise can't_stand cannot_stand hatred | hassen hass verabscheuen | détester haïr haine | odiar odio detestar | odiare odio detestare | odiar ódio detestar
        surprise surprised astonished amazed astonishing unexpected shocked stunned startled amazement astonishment | überraschung überrascht erstaunt unerwartet | surprise surpris étonné inattendu | sorpresa sorprendido asombrado inesperado | sorpresa sorpreso stupito inaspettato | surpresa surpreso inesperado
        laugh funny joke humor humour hilarious comedy amusing giggle comic humorous comedian laughter cracked_up | lachen lustig witz komisch humor | rire drôle blague amusant comique | reír gracioso chiste divertido risa | ridere divertente barzelletta buffo | rir engraçado piada
        smile grin | lächeln grinsen | sourire | sonreír sonrisa | sorridere sorriso | sorrir sorriso
        cry weep tears sob tear wept in_tears | weinen tränen | pleurer larmes | llorar lágrimas | piangere lacrime | chorar lágrimas
        calm relaxed peaceful relax relaxing serene tranquil rest unwind chill quietly relaxation | ruhig entspannt entspannen gelassen ausruhen | calme détendu tranquille reposer détendre | calma tranquilo relajado descansar relajar | calmo tranquillo rilassato riposare | calmo tranquilo relaxado descansar
        bored boring dull tedious boredom monotonous | langweilig gelangweilt langeweile | ennuyeux ennui ennuyer | aburrido aburrir aburrimiento | noioso annoiato noia | chato entediado tédio
        exciting excited thrilling excitement eager enthusiastic enthusiasm looking_forward can't_wait | aufregend aufgeregt begeistert spannend | passionnant excité enthousiaste | emocionante emocionado entusiasmado | emozionante eccitato entusiasta | emocionante animado entusiasmado
        lonely alone loneliness solitary isolated on_my_own by_myself | einsam allein | seul solitaire solitude | solo solitario soledad | solo solitario solitudine | sozinho solitário solidão
        proud pride | stolz | fier fierté | orgulloso orgullo | orgoglioso fiero | orgulhoso orgulho
        ashamed shame embarrassed embarrassing guilty guilt awkward | scham peinlich verlegen | honte gêné embarrassé | vergüenza avergonzado | vergogna imbarazzato | vergonha envergonhado
        jealous envy envious jealousy | eifersüchtig neid neidisch | jaloux envie jalousie | celoso envidia celos | geloso invidia gelosia | ciumento inveja
        brave courage courageous bold fearless bravery daring hero heroic | mutig mut tapfer held | courageux courage brave héros | valiente coraje valor héroe | coraggioso coraggio eroe | corajoso coragem herói
        kind friendly nice gentle warm-hearted generous kindness polite courteous considerate caring | freundlich nett höflich großzügig | gentil aimable poli généreux | amable simpático cortés generoso | gentile cordiale cortese generoso | gentil simpático educado generoso
        rude impolite mean unfriendly nasty cruel unkind insult | unhöflich gemein grausam beleidigen | impoli méchant cruel insulter | grosero cruel maleducado insultar | scortese cattivo crudele | rude grosseiro cruel
        thank thanks grateful gratitude thankful appreciate appreciation | danke danken dankbar vielen_dank | merci remercier reconnaissant | gracias agradecer agradecido | grazie ringraziare grato | obrigado agradecer grato
        sorry apologize apology apologise regret forgive forgiveness excuse pardon | entschuldigung leid entschuldigen verzeihen bedauern | désolé excuser pardon regretter | perdón disculpa lamentar perdonar | scusa mi_dispiace perdonare scusare | desculpa perdão lamentar
        hello hi hey greetings good_morning good_day greet greeting howdy | hallo guten_tag guten_morgen grüß servus | bonjour salut | hola buenos_días buenas | ciao buongiorno salve | olá oi bom_dia
        goodbye bye farewell see_you so_long take_care | tschüss auf_wiedersehen abschied | au_revoir adieu | adiós hasta_luego despedida | arrivederci addio | tchau adeus até_logo
        hope wish desire hopeful long_for yearn dream_of | hoffen hoffnung wunsch wünschen | espérer espoir souhaiter désir | esperar esperanza deseo desear | sperare speranza desiderio | esperança desejo esperar
        trust faith rely confidence confident reliable dependable depend_on count_on trustworthy | vertrauen zuverlässig verlassen | confiance fiable | confiar confianza fiable | fiducia affidabile fidarsi | confiar confiança confiável
        lazy idle sluggish | faul träge | paresseux fainéant | perezoso vago | pigro | preguiçoso
        stubborn obstinate headstrong | stur eigensinnig | têtu obstiné | terco testarudo | testardo ostinato | teimoso
        patient patience wait calmly | geduld geduldig | patience patient | paciencia paciente | pazienza paziente | paciência paciente
        shy timid introverted bashful reserved | schüchtern | timide | tímido | timido | tímido
        honest sincere truthful honesty frank candid | ehrlich aufrichtig | honnête sincère | honesto sincero | onesto sincero | honesto sincero
        """
}
