import GemCache
import GemCore
import Gemini

/// Media as one names them on the command line: a path, an address, `-` for standard input; `;type=audio/mpeg` behind it says what it is where neither name nor content does.
enum NamedMedia {
    /// What an argument names; with `fetches`, an address is fetched here instead of by the API.
    static func read(_ name: String, fetches: Bool = false) throws(GemError) -> Media {
        let (name, type) = typed(name)
        let media = name == "-" ? try StandardInput.media(type: type) : try StandardInput.media(named: name, type: type)
        return fetches ? media.fetchedHere : media
    }

    /// What some arguments name; throws where `--fetch` has nothing to fetch among them.
    static func read(_ names: [String], fetches: Bool) throws(GemError) -> [Media] {
        var media: [Media] = []
        for name in names { media.append(try read(name, fetches: fetches)) }
        try check(media, fetches: fetches)
        return media
    }

    /// What an argument names where it is a file's name or, with `fetches`, an address; else its words. Throws where it has the look of a missing file's.
    static func readOrText(_ text: String, orText advice: String, fetches: Bool) throws(GemError) -> Media {
        if fetches, isFetched(text) { return try read(text, fetches: true) }
        return try FileName.isFile(typed(text).name, orText: advice) ? read(text, fetches: fetches) : .text(text)
    }

    /// Throws where more than one argument is standard input, which can be read once.
    static func checkReadOnce(_ prompt: String, _ attachments: [String]) throws(GemError) {
        guard attachments.filter({ typed($0).name == "-" }).count + (prompt == "-" ? 1 : 0) < 2 else { throw StandardInput.readTwice }
    }

    /// Throws where `--fetch` has nothing to fetch.
    static func check(_ media: [Media], fetches: Bool) throws(GemError) {
        guard fetches, !media.contains(where: { if case .fetched = $0 { true } else { false } }) else { return }
        throw GemError(
            .badInput,
            "--fetch is for http and https addresses of other things than YouTube videos and uploaded files, and none is given; leave it out."
        )
    }

    /// Whether an argument is an address that is fetched here.
    private static func isFetched(_ name: String) -> Bool { if case .fetched = Media(typed(name).name).fetchedHere { true } else { false } }

    /// What `--fetch` does, for the help.
    static let fetchHelp =
        "Download the http and https addresses, and send what they hold; the API fetches them otherwise. YouTube videos stay addresses."

    /// A name, and the media type behind it; a file that is really called so is a name alone.
    static func typed(_ text: String) -> (name: String, type: String?) {
        guard let mark = text.ranges(of: ";type=").last, isType(text[mark.upperBound...]), !FileName.isFile(text) else {
            return (text, nil)
        }
        return (String(text[..<mark.lowerBound]), text[mark.upperBound...].lowercased())
    }

    private static func isType(_ text: Substring) -> Bool {
        let words = text.split(separator: "/", omittingEmptySubsequences: false)
        return words.count == 2
            && words.allSatisfy { word in
                !word.isEmpty && word.utf8.allSatisfy { $0 > 32 && $0 < 127 && !"()<>@,;:\\\"/[]?=".utf8.contains($0) }
            }
    }
}

extension Media {
    /// Whether it is words.
    var isText: Bool { if case .text = self { true } else { false } }

    /// The media as its user fetches it: what is a video of YouTube's or a file upstream has stays an address.
    fileprivate var fetchedHere: Media {
        guard case .url(let url, let type) = self, FileURI.isWeb(url), YouTube.canonical(url) == nil, !YouTube.isPage(url),
            FileURI.name(url) == nil
        else { return self }
        return .fetched(url, mimeType: type)
    }
}
