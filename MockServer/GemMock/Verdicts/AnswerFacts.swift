internal import GemCore

/// What verdicts need to know of an answer.
struct AnswerFacts: Sendable, Hashable {
    /// A file that an upload ended in.
    struct File: Sendable, Hashable {
        var name: String
        var sha256: String
    }

    /// When to come back, where the answer says so.
    var retryMilliseconds: Int64?
    /// The `google.rpc.Code` name of an error.
    var errorStatus: String?
    /// The calls with the signatures they were given.
    var calls: [Facts.Call] = []
    /// The words of a broken stream that reached the client, where they are not all.
    var partial: Digest?
    var file: File?

    init() {}

    /// Reads an answer: `whole` before a fault changed it, `struck` after, in these pieces.
    init(_ whole: Reply, as struck: Reply, in pieces: [Reply.Piece], under fault: Fault?, asked route: Route) {
        if case .message(let json) = struck.content {
            read(json)
            if route.operation == .uploadFile, let file = json["file"], let name = file["name"]?.string {
                self.file = File(name: name, sha256: file["sha256Hash"]?.string ?? "")
            }
            return
        }
        guard let events = Self.events(struck, route, isBroken: fault != nil) else { return }
        guard struck.status == 200 else {
            if let first = events.first { read(first) }
            return
        }
        for event in events { addCalls(event) }
        guard struck.isStream, let fault, let count = Self.arrived(fault, events, pieces) else { return }
        let words = events.prefix(count).map(Self.words).joined()
        let all = (Self.events(whole, route, isBroken: true) ?? []).map(Self.words).joined()
        if !words.isEmpty, words != all { partial = Digest(of: Array(words.utf8)) }
    }

    /// The events of an answer of the API itself; those that stand there as bytes are read only where there is something to find in them.
    private static func events(_ reply: Reply, _ route: Route, isBroken: Bool) -> [JSON]? {
        let pieces: [[UInt8]]
        switch reply.content {
        case .events(let events, _): return events
        case .bytes(let bytes): pieces = [bytes]
        case .frames(let frames): pieces = frames.map(\.bytes)
        case .message, .file: return nil
        }
        guard route.operation == .generateContent || route.operation == .streamGenerateContent else { return nil }
        let isSigned = pieces.contains { $0.firstRange(of: Array("\"thoughtSignature\"".utf8)) != nil }
        guard isBroken || isSigned || reply.status != 200 else { return nil }
        return pieces.map { bytes in
            guard let start = bytes.firstIndex(of: UInt8(ascii: "{")), let end = bytes.lastIndex(of: UInt8(ascii: "}")), start < end else {
                return .null
            }
            return (try? JSON(parsing: Array(bytes[start...end]))) ?? .null
        }
    }

    private mutating func read(_ json: JSON) {
        guard let error = json["error"] else { return addCalls(json) }
        errorStatus = error["status"]?.string
        for detail in error["details"]?.array ?? [] {
            if let delay = detail["retryDelay"]?.string { retryMilliseconds = ProtoDuration.milliseconds(delay) }
        }
    }

    private mutating func addCalls(_ json: JSON) {
        for candidate in json["candidates"]?.array ?? [] {
            for part in candidate["content"]?["parts"]?.array ?? [] {
                if let call = Facts.call(part), call.signature != nil { calls.append(call) }
            }
        }
    }

    /// How many events of a broken stream arrive whole; nil where a fault breaks none.
    private static func arrived(_ fault: Fault, _ events: [JSON], _ pieces: [Reply.Piece]) -> Int? {
        switch fault {
        case .cut(let count), .reset(let count?), .errorMidStream(let count, _): return max(0, count)
        case .earlyEnd: return events.count
        case .garbage(let count, _): return max(0, count ?? 1)
        case .cutBytes(let limit), .resetBytes(let limit):
            var left = limit
            return pieces.prefix { piece in
                left -= piece.bytes.count
                return left >= 0
            }.count
        default: return nil
        }
    }

    /// The words of the first candidate, without its thoughts.
    private static func words(_ event: JSON) -> String {
        (event["candidates"]?[0]?["content"]?["parts"]?.array ?? []).reduce("") { words, part in
            part["thought"]?.bool == true ? words : words + (part["text"]?.string ?? "")
        }
    }
}
