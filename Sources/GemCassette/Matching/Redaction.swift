internal import GemCore
internal import HTTPTypes

/// Keeps credentials out of what is written: a second line behind the doors, which take them out of requests.
///
/// In bodies, only what is surely a credential is masked, byte for byte by `*`, so that an answer that speaks about `?key=` stays as it is.
struct Redaction: Sendable {
    private let secrets: [[UInt8]]

    /// Credentials shorter than this are dummies, which occur in ordinary text.
    private static let shortest = 8

    /// Knows the credentials of one request, wherever a careless door left them.
    init(_ request: Request) {
        var secrets = [request.credential?.bytes ?? []]
        for name in ["x-goog-api-key", "authorization", "proxy-authorization", "cookie"] {
            guard let name = HTTPField.Name(name), let value = request.head.headerFields[name] else { continue }
            secrets.append(Array(value.utf8))
            if let token = value.split(separator: " ").last { secrets.append(Array(token.utf8)) }
        }
        for item in request.route.query where Self.isSecret(item.name) { secrets.append(Array(item.value.utf8)) }
        self.secrets = secrets.filter { $0.count >= Self.shortest }
    }

    /// How Google's credentials begin, and how many letters follow at least: API keys old and new, access tokens.
    private static let shapes = [("AIza", 30), ("AQ.", 40), ("ya29.", 20)]

    /// Whether a query item holds a credential.
    static func isSecret(_ name: String) -> Bool { Credential.queryItems.contains(name.lowercased()) }

    /// Query items that neither name the request nor change the answer.
    private static let idleItems = AnswerSpelling.layoutItems.union(["quotaUser"])

    /// Query items by which an address outside of the API may be used by whoever has it, in lower case.
    private static let rights: Set<String> = [
        "signature", "sig", "token", "x-goog-signature", "x-amz-signature", "x-amz-security-token",
    ]

    /// Masks credentials in text that will be written.
    func mask(_ text: String) -> String { String(decoding: mask(Array(text.utf8)), as: UTF8.self) }

    /// Masks credentials in bytes that will be written; the length stays.
    ///
    /// What only looks like a credential must stand alone: base64 media hold such letters by chance.
    func mask(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for secret in secrets { Self.mask(&bytes, secret) { $1.upperBound } }
        for (lead, count) in Self.shapes {
            Self.mask(&bytes, Array(lead.utf8)) { bytes, found in
                let stop = Self.tokenEnd(bytes, found.upperBound)
                return stop >= found.upperBound + count && Self.standsAlone(bytes, found.lowerBound..<stop) ? stop : nil
            }
        }
        return bytes
    }

    /// Masks from the start of each `text` to where `end` says; nil leaves it alone.
    private static func mask(_ bytes: inout [UInt8], _ text: [UInt8], _ end: ([UInt8], Range<Int>) -> Int?) {
        guard let first = text.first, bytes.count >= text.count else { return }
        var index = 0
        while let start = bytes[index...].firstIndex(of: first), start + text.count <= bytes.count {
            index = start + 1
            let found = start..<(start + text.count)
            guard bytes[found].elementsEqual(text), let stop = end(bytes, found) else { continue }
            for place in start..<stop { bytes[place] = UInt8(ascii: "*") }
            index = stop
        }
    }

    /// Whether neither neighbour could belong to the same word; the letter of a JSON escape does not.
    private static func standsAlone(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        func isBase64(_ index: Int) -> Bool {
            isToken(bytes[index]) || bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "/")
        }
        if range.upperBound < bytes.count, isBase64(range.upperBound) { return false }
        let start = range.lowerBound
        guard start > 0, isBase64(start - 1) else { return true }
        let backslash = UInt8(ascii: "\\")
        if start >= 2, bytes[start - 2] == backslash { return true }
        return start >= 6 && bytes[start - 6] == backslash && bytes[start - 5] == UInt8(ascii: "u")
    }

    private static func tokenEnd(_ bytes: [UInt8], _ start: Int) -> Int {
        bytes[start...].firstIndex { !isToken($0) } ?? bytes.count
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 || byte == 45
    }

    /// A path or URL without credentials and idle items; `upload` gives the name that stands for an upload id, nil leaves the item out.
    static func url(_ text: String, upload: (String) -> String?) -> String {
        guard let query = QueryText(text) else { return text }
        let isElsewhere = text.contains("://")
        var kept: [String] = []
        for item in query.items where !isSecret(item.name) && !idleItems.contains(item.name) {
            if isElsewhere, rights.contains(item.name.lowercased()) { continue }
            guard item.name == "upload_id" else {
                kept.append(String(item.text))
                continue
            }
            if let id = upload(item.value ?? "") { kept.append("upload_id=\(id)") }
        }
        return String(query.place) + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
    }

    /// The upload id in a path or URL.
    static func uploadID(in text: String) -> String? {
        var found: String?
        _ = url(text) { id in
            found = id
            return id
        }
        return found
    }
}

/// The names that stand for upload ids, which are bearer tokens: `upload-1`, `upload-2`, …
struct UploadNames: Sendable {
    private var names: [String: String] = [:]
    private var last = 0

    private static let prefix = "upload-"

    static func isName(_ id: String) -> Bool {
        id.hasPrefix(prefix) && Int(id.dropFirst(prefix.count)) != nil
    }

    /// Takes note of a name a loaded cassette uses.
    mutating func reserve(_ name: String) {
        if Self.isName(name), let number = Int(name.dropFirst(Self.prefix.count)) { last = max(last, number) }
    }

    /// The name of an id that upstream gave in this session; nil for others.
    func existing(_ id: String) -> String? { names[id] }

    /// The name of an id, a new one where it has none; a name stays itself.
    mutating func name(_ id: String) -> String {
        if Self.isName(id) { return id }
        if let name = names[id] { return name }
        last += 1
        let name = "\(Self.prefix)\(last)"
        names[id] = name
        return name
    }
}
