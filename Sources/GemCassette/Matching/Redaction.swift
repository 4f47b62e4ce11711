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
        for item in request.route.query where Self.secretItems.contains(item.name) { secrets.append(Array(item.value.utf8)) }
        self.secrets = secrets.filter { $0.count >= Self.shortest }
    }

    /// Query items that hold a credential.
    static let secretItems: Set<String> = ["key", "access_token", "oauth_token"]
    /// Query items that neither name the request nor change the answer.
    private static let idleItems: Set<String> = ["quotaUser", "prettyPrint", "$prettyPrint"]

    /// Masks credentials in text that will be written.
    func mask(_ text: String) -> String { String(decoding: mask(Array(text.utf8)), as: UTF8.self) }

    /// Masks credentials in bytes that will be written; the length stays.
    func mask(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for secret in secrets { Self.mask(&bytes, secret) { _, end in end } }
        Self.mask(&bytes, Array("AIza".utf8)) { bytes, end in
            let stop = Self.tokenEnd(bytes, end, upTo: 35)
            return stop == end + 35 ? stop : nil
        }
        Self.mask(&bytes, Array("ya29.".utf8)) { bytes, end in
            let stop = Self.tokenEnd(bytes, end, upTo: 4096)
            return stop >= end + 20 ? stop : nil
        }
        return bytes
    }

    /// Masks from each `start` to where `end` says, given the index after it; nil leaves it alone.
    private static func mask(_ bytes: inout [UInt8], _ start: [UInt8], _ end: ([UInt8], Int) -> Int?) {
        guard let first = start.first, bytes.count >= start.count else { return }
        var index = 0
        while let found = bytes[index...].firstIndex(of: first), found + start.count <= bytes.count {
            index = found + 1
            guard bytes[found..<(found + start.count)].elementsEqual(start), let stop = end(bytes, found + start.count) else { continue }
            for place in found..<stop { bytes[place] = UInt8(ascii: "*") }
            index = stop
        }
    }

    private static func tokenEnd(_ bytes: [UInt8], _ start: Int, upTo limit: Int) -> Int {
        var index = start
        while index < bytes.count, index < start + limit, isToken(bytes[index]) { index += 1 }
        return index
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 || byte == 45
    }

    /// A path or URL without credentials and idle items; `upload` gives the name that stands for an upload id, nil leaves the item out.
    static func url(_ text: String, upload: (String) -> String?) -> String {
        guard let mark = text.firstIndex(of: "?") else { return text }
        var kept: [String] = []
        for item in text[text.index(after: mark)...].split(separator: "&") {
            let pair = item.split(separator: "=", maxSplits: 1)
            let name = PercentCoding.decode(pair.first ?? "")
            if secretItems.contains(name) || idleItems.contains(name) { continue }
            guard name == "upload_id" else {
                kept.append(String(item))
                continue
            }
            if let id = upload(pair.count == 2 ? PercentCoding.decode(pair[1]) : "") { kept.append("upload_id=\(id)") }
        }
        return String(text[..<mark]) + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
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
