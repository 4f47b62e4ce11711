/// The languages the embedder knows words of.
struct Language: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let english = Language(rawValue: 1)
    static let any = Language(rawValue: 63)
    static let all: [Language] = (0..<6).map { Language(rawValue: 1 << $0) }

    /// The language a text has most words of, function words above all; nil where none shows, or two do equally.
    static func guess(_ words: [UInt64], _ table: ConceptTable) -> Language? {
        var counts = [Int](repeating: 0, count: 6)
        for word in words.prefix(200) {
            let function = functionWords[word] ?? []
            let content = table.languages(exactly: word)
            for (index, language) in all.enumerated() {
                counts[index] += function.contains(language) ? 5 : content.contains(language) ? 3 : 0
            }
        }
        guard let best = counts.max(), best > 0 else { return nil }
        let leaders = counts.indices.filter { counts[$0] == best }
        return leaders.count == 1 ? all[leaders[0]] : nil
    }

    /// Whether a word says little in a language; in any, where the language is not known.
    static func isFunctionWord(_ word: UInt64, in language: Language?) -> Bool {
        guard let languages = functionWords[word] else { return false }
        return language.map { languages.contains($0) } ?? true
    }

    private static let functionWords: [UInt64: Language] = {
        var table: [UInt64: Language] = [:]
        for (index, list) in lists.enumerated() {
            for word in TextWords(list).words { table[Feature.hash(word), default: []].formUnion(all[index]) }
        }
        return table
    }()

    private static let lists = [
        """
        a an the and or but if then than as at by for from in into of off on onto out to up with within upon is am are was were be been being do does \
        did doing done has have had having i me my mine you your yours he him his she her hers it its we us our they them their this that these those there \
        here which whose whom who what so such will would shall should can could may might let any some other another each either \
        it's i'm he's she's that's there's let's you're we're they're i've i'd i'll one's self myself himself herself itself themselves s t also too \
        while during per via how when where why please get got go goes going gone went just
        """,
        """
        der die das den dem des ein eine einen einem einer eines und oder aber wenn als wie auf in im an am aus bei beim mit nach von vom zu zum zur für um über \
        ist sind war waren sein bin bist hat haben habe hatte wird werden wurde ich du er sie es wir ihr mich mir dich dir ihn ihm uns euch mein meine meinen \
        meinem meiner dein deine seine seinen seinem ihre ihren ihrem unser unsere sich dieser diese dieses dass daß was wer wo auch noch schon so da hier man bitte \
        nur doch durch gegen ohne vor bis ganz
        """,
        """
        le la les un une des du de d l et ou mais si comme à au aux en dans sur sous par pour avec sans chez est sont était être suis es sommes êtes ai as a avons \
        avez ont avait je tu il elle on nous vous ils elles me te se lui leur mon ma mes ton ta tes son sa ses notre nos votre vos ce cet cette ces que qui quoi \
        dont où ne y il_y_a plus très fait c'est
        """,
        """
        el la los las un una unos unas de del al y e o u pero si como a en con por para sin sobre entre es son era ser soy eres somos está están estoy estás \
        ha he has han había hay yo tú él ella nosotros ellos ellas me te se lo le les nos mi mis tu tus su sus nuestro nuestra este esta estos estas ese esa eso \
        que quien cual donde muy más ya también fue
        """,
        """
        il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla in nel nello nella nei con su sul sulla per tra fra e ed o \
        ma se come è sono era essere sei siamo ho hai ha abbiamo hanno aveva io tu lui lei noi voi loro mi ti si ci vi mio mia tuo tua suo sua nostro questo questa \
        quello quella che chi cui dove molto più anche c'è
        """,
        """
        o a os as um uma uns umas de do da dos das em no na nos nas num numa ao à aos às por pelo pela para com sem sobre e ou mas se como é são era ser sou somos \
        está estão estou tem têm tenho há eu tu ele ela você nós vós eles elas me te lhe meu minha teu tua seu sua nosso nossa este esta esse essa isso isto que quem \
        onde muito mais já também foi fica gosto
        """,
    ]
}
