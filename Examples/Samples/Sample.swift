import Gemini
import Synchronization

/// One thing people do with Gemini, short enough to be copied.
struct Sample: Sendable {
    /// What it is called on the command line.
    let name: String
    /// What it shows, in a few words.
    let shows: String
    /// Whether the cache may keep all it asks; uploads and blocked answers are never kept, but recorded.
    let isKept: Bool
    /// The sample itself.
    let run: @Sendable (Gemini, Page) async throws -> Void

    init(_ name: String, _ shows: String, isKept: Bool = true, _ run: @escaping @Sendable (Gemini, Page) async throws -> Void) {
        (self.name, self.shows, self.isKept, self.run) = (name, shows, isKept, run)
    }

    /// All of them, in the order one learns them.
    static let all = GemSamples.all + QuickstartSamples.all + VideoSamples.all + EmbeddingSamples.all

    /// A file of the examples; they are run in the package's folder.
    static func media(_ name: String) -> String { "Fixtures/media/" + name }
}

/// What a sample says, kept to be compared and shown as it comes.
final class Page: Sendable {
    private let text = Mutex("")
    private let isShown: Bool

    init(isShown: Bool) { self.isShown = isShown }

    /// Says something.
    func print(_ something: some CustomStringConvertible, terminator: String = "\n") {
        let words = something.description + terminator
        text.withLock { $0 += words }
        if isShown { Swift.print(words, terminator: "") }
    }

    /// All that was said.
    var said: String { text.withLock { $0 } }
}
