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
        switch struck.content {
        case .message(let json):
            read(json)
            if route.operation == .uploadFile, let file = json["file"], let name = file["name"]?.string {
                self.file = File(name: name, sha256: file["sha256Hash"]?.string ?? "")
            }
        case .events(let events, _):
            guard struck.status == 200 else {
                if let first = events.first { read(first) }
                return
            }
            for event in events { addCalls(event) }
            guard let fault, case .events(let all, _) = whole.content, let count = Self.arrived(fault, events, pieces) else { return }
            let words = events.prefix(count).map(Self.words).joined()
            if !words.isEmpty, words != all.map(Self.words).joined() { partial = Digest(of: Array(words.utf8)) }
        case .bytes, .frames, .file: break
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
