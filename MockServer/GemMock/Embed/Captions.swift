internal import GemCore

/// What known media show, in words: those of `Fixtures/media`, and those a fixtures folder tells of.
struct Captions: Sendable {
    private var byDigest: [Digest: String] = [:]
    /// By the SHA-256 in lower-case hexadecimal digits.
    private var bySHA256: [String: String] = [:]
    /// The lengths of what is known by its SHA-256; nil where one is known without its length.
    private var lengths: Set<Int64>? = []

    /// The media of this project's `Fixtures` folder.
    static let bundled: Captions = {
        var captions = Captions()
        for line in list.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 3)
            guard fields.count == 4, let length = Int64(fields[1]) else { continue }
            captions.add(String(fields[3]), sha256: String(fields[0]), length: length)
        }
        return captions
    }()

    /// Notes what content shows.
    mutating func add(_ caption: String, digest: Digest) { byDigest[digest] = caption }

    /// Notes what content shows; a length spares hashing all that is longer or shorter.
    mutating func add(_ caption: String, sha256: String, length: Int64? = nil) {
        bySHA256[sha256] = caption
        if let length { lengths?.insert(length) } else { lengths = nil }
    }

    /// Takes over what another list tells.
    mutating func add(_ other: Captions) {
        byDigest.merge(other.byDigest) { $1 }
        bySHA256.merge(other.bySHA256) { $1 }
        if let more = other.lengths { lengths?.formUnion(more) } else { lengths = nil }
    }

    /// What content shows; `sha256` is asked only where the content may be known by it.
    func caption(_ digest: Digest, length: Int64, sha256: () -> String?) -> String? {
        if let caption = byDigest[digest] { return caption }
        guard !bySHA256.isEmpty, lengths?.contains(length) ?? true, let sha256 = sha256() else { return nil }
        return bySHA256[sha256]
    }

    private static let list = """
        86f53062eddf5a729aaa65d936e095dacd707f1ed91847d3397a2d9456ac9504 6537 drawing.png A drawing: a house with a red roof and a blue door, a tree with three apples, a sun and a cloud in the sky.
        d21e5e3d0d1aa453ebe89560d7d7798e6e2985eec2cd59d840b8214c1a09f9e2 2876 report.pdf A report about a lighthouse on a rock: its height and steps, its keeper Ada Marlow, the lamp and the ships it guided, the cost of painting the tower and of a museum.
        15dc266d1498d6cbe56772e3ce7f1e216a20cf1c7adabe42266c7abb85cebf15 45897 counting.mp4 A film that counts from one to six: each number shown as a numeral with dots and spoken by a voice.
        cc3fde44d5f3540d83fae9d061cd8a14fb70b9211fe6e1a8c23b3c2490a79d73 264644 counting.wav A voice counts aloud from one to six; spoken numbers.
        dad6b3279dcefd9a900c714cdbfe77410c39c24563119f0aeef121b6937d7f8c 16044 purring.wav A cat purring: the soft rumbling sound of a content kitten.
        db50ff6e022bb501035e22117f976e895702cab643ddc2b020845de027507181 16044 rain.wav Rain falling: drops of water patter on a roof in bad weather.
        6d5360c62a1a356778f03c55e302e698b7e9e2b0c8b9eeb0d076dde145c2ab10 16044 bell.wav A bell ringing twice: metal chimes struck in a church tower.
        """
}
