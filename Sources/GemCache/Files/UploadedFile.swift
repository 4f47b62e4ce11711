public import GemCore

/// A file the API holds, as its Files service tells it.
public struct UploadedFile: Sendable, Hashable {
    /// Everything the API said, unknown members too.
    public var raw: JSON

    /// Reads the API's `File`; throws `upstream` where it has no name.
    public init(_ json: JSON) throws(GemError) {
        guard json["name"]?.string?.isEmpty == false else {
            throw GemError(.upstream, "Upstream's answer describes no file: it has no name.")
        }
        raw = json
    }

    /// Wraps the API's `File` without looking at it.
    package init(unchecked json: JSON) { raw = json }

    /// `files/ID`.
    public var name: String { raw["name"]?.string ?? "" }
    /// What a request's `fileData.fileUri` names it by.
    public var uri: String { raw["uri"]?.string ?? "" }
    /// The IANA media type.
    public var mimeType: String { raw["mimeType"]?.string ?? "" }
    /// The length in bytes.
    public var sizeBytes: Int64 { Int64(raw["sizeBytes"]?.int ?? 0) }
    /// The content's SHA-256 (32 bytes); empty where upstream told none.
    public var sha256: [UInt8] { raw["sha256Hash"]?.string.flatMap(Self.sha256) ?? [] }
    /// When upstream will forget it.
    public var expires: Timestamp? { raw["expirationTime"]?.string.flatMap { Timestamp($0) } }
    /// When it was made.
    public var createTime: Timestamp? { raw["createTime"]?.string.flatMap { Timestamp($0) } }
    /// When it last changed.
    public var updateTime: Timestamp? { raw["updateTime"]?.string.flatMap { Timestamp($0) } }
    /// The name shown in lists; may be empty.
    public var displayName: String { raw["displayName"]?.string ?? "" }
    /// Whether it can be used yet; `ACTIVE` where upstream tells none.
    public var state: State { State(rawValue: raw["state"]?.string ?? "ACTIVE") }
    /// Why upstream could not prepare it, where `state` is `FAILED`.
    public var failure: String? { raw["error"]?["message"]?.string }

    /// How far upstream has prepared a file; open, since new states may come.
    public struct State: RawRepresentable, Sendable, Hashable {
        public var rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Being prepared; a request that names it is refused.
        public static let processing = State(rawValue: "PROCESSING")
        /// Usable.
        public static let active = State(rawValue: "ACTIVE")
        /// Unusable for ever.
        public static let failed = State(rawValue: "FAILED")
    }

    /// The API writes the base64 of the digest's hex digits, not of its bytes; both are read.
    static func sha256(_ text: String) -> [UInt8]? {
        guard let bytes = Base64Coding.decode(text) else { return nil }
        if bytes.count == 32 { return bytes }
        guard bytes.count == 64 else { return nil }
        var digest: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = Hex.value(bytes[index]), let low = Hex.value(bytes[index + 1]) else { return nil }
            digest.append(high << 4 | low)
        }
        return digest
    }
}
