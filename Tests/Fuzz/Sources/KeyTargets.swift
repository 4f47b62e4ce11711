import GemCore
import HTTPTypes

/// A question has one key however its JSON is laid out, and reading it twice gives it twice.
enum KeyTarget: FuzzTarget {
    static let name = "key"

    private static let paths = [
        "/v1beta/models/gemini-2.5-flash:generateContent", "/v1beta/models/gemini-2.5-flash:countTokens",
        "/v1beta/models/gemini-embedding-001:embedContent", "/v1beta/models/gemini-embedding-001:batchEmbedContents",
        "/v1beta1/projects/p/locations/l/publishers/google/models/gemini-embedding-001:predict", "/v1beta/openai/chat/completions",
        "/v1beta/openai/embeddings", "/v1beta/interactions",
        "/v1beta1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent",
    ]

    /// The first byte says where the rest is sent.
    static func run(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let path = paths[Int(first) % paths.count]
        let body = Array(bytes.dropFirst())
        let question = read(path, body)
        hold(question == read(path, body), "\(path) is read otherwise the second time")
        // A member named twice is kept twice by the key, once by the parser.
        guard let json = try? JSON(parsing: body), case .some = question, members(json) == names(body) else { return }
        // Half of a surrogate pair is kept as it is by the key, mended by the parser.
        guard !json.text().unicodeScalars.contains("\u{FFFD}") else { return }
        for layout in [JSON.Layout.compact, .line, .pretty] {
            hold(question == read(path, json.bytes(layout)), "\(path) has another key when laid out as \(layout)")
        }
    }

    /// How many members a value has in all its objects.
    private static func members(_ json: JSON) -> Int {
        if let object = json.object { return object.members.reduce(object.members.count) { $0 + members($1.value) } }
        return (json.array ?? []).reduce(0) { $0 + members($1) }
    }

    /// How many colons stand outside of strings, one for each member that is written.
    private static func names(_ body: [UInt8]) -> Int {
        var count = 0
        var isText = false
        var isEscaped = false
        for byte in body {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isText: isEscaped = true
            case UInt8(ascii: "\""): isText.toggle()
            case UInt8(ascii: ":") where !isText: count += 1
            default: break
            }
        }
        return count
    }

    /// The canonical form; nil for what is no question.
    private static func read(_ path: String, _ body: [UInt8]) -> [UInt8]? {
        do throws(GemError) {
            let question = try Question.read(method: .post, path: path, body: body)
            hold(question.map { $0.key == RequestKey(Digest(of: $0.canonical)) } ?? true, "a key is not the hash of its form")
            return question?.canonical
        } catch {
            hold(error.code == .badInput, "\(path): \(error)")
            return nil
        }
    }
}

/// Paths are read without a fault, and the quick way of reading the common ones agrees with the thorough one.
enum RouteTarget: FuzzTarget {
    static let name = "route"

    /// The first byte chooses the method.
    static func run(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let method = [HTTPRequest.Method.post, .get, .delete, .patch][Int(first) % 4]
        let path = String(decoding: bytes.dropFirst(), as: UTF8.self)
        let route = Route(method: method, path: path)
        hold(route == Route(method: method, path: path), "a path is read otherwise the second time")
        _ = (route.shape, route.variant, Route.shortModel(path))
        // An encoded letter is the same letter, and leaves the quick way.
        let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let place = parts[0].range(of: "/models/") else { return }
        var spelled = parts
        spelled[0] = Substring(parts[0][..<place.lowerBound] + "/%6Dodels/" + parts[0][place.upperBound...])
        hold(route == Route(method: method, path: spelled.joined(separator: "?")), "an encoded letter makes another route of \(path)")
    }
}

extension Substring {
    /// Where a text first stands.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
