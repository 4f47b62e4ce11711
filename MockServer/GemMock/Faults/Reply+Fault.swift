internal import GemCore
internal import HTTPTypes

/// What faults do to an answer before it is written.
extension Reply {
    /// The answer under a fault that changes what is said, or all that is sent.
    func struck(by fault: Fault?) -> Reply {
        var reply = self
        switch fault {
        case .empty: reply.content = .bytes([])
        case .html(let code): return .page(code)
        case .duplicate(let events): reply.content = content.doubling(max(0, events - 1))
        case .earlyEnd(let events): reply.content = content.endingEarly(after: events.map { max(0, $0) })
        default: break
        }
        return reply
    }

    /// What a gateway before the service says when it fails.
    static func page(_ code: Int) -> Reply {
        let text =
            "<!DOCTYPE html>\n<html lang=en>\n<title>Error \(code)</title>\n<p><b>\(code).</b> The server could not answer. Please try again later.\n"
        var reply = Reply(status: code, content: .bytes(Array(text.utf8)))
        reply.fields[.contentType] = "text/html; charset=UTF-8"
        return reply
    }
}

extension Reply.Content {
    /// With one event of a stream twice; nothing else can come twice.
    fileprivate func doubling(_ index: Int) -> Reply.Content {
        func doubled<Item>(_ items: [Item]) -> [Item] {
            guard !items.isEmpty else { return items }
            let index = min(index, items.count - 1)
            return Array(items[...index] + items[index...])
        }
        switch self {
        case .events(let events, let delays):
            return .events(doubled(events), delays: delays.count == events.count ? doubled(delays) : delays)
        case .frames(let frames): return .frames(doubled(frames))
        case .message, .bytes, .file: return self
        }
    }

    /// Without its end, and without the reason why it finished.
    fileprivate func endingEarly(after count: Int?) -> Reply.Content {
        switch self {
        case .events(let events, let delays):
            return .events(events.prefix(count ?? max(1, events.count - 1)).map(Self.unfinished), delays: delays)
        case .frames(let frames): return .frames(Array(frames.prefix(count ?? frames.count / 2)))
        case .message(let json):
            let unfinished = Self.unfinished(json)
            guard unfinished == json else { return .message(unfinished) }
            let bytes = json.bytes(.pretty)
            return .bytes(Array(bytes.prefix(bytes.count / 2)))
        case .bytes(let bytes): return .bytes(Array(bytes.prefix(bytes.count / 2)))
        case .file(let slice): return .file(FileSlice(path: slice.path, offset: slice.offset, length: slice.length / 2))
        }
    }

    /// A message without its candidates' finish reasons, in either dialect.
    private static func unfinished(_ message: JSON) -> JSON {
        var message = message
        for (list, name) in [("candidates", "finishReason"), ("choices", "finish_reason")] {
            guard let items = message[list]?.array else { continue }
            message[list] = .array(
                items.map { item in
                    var item = item
                    if item[name] != nil { item[name] = nil }
                    return item
                })
        }
        return message
    }
}
