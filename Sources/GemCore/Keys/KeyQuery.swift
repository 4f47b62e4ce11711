/// The query items that take part in a key.
enum KeyQuery {
    /// Items about credentials, transport and layout; every other one takes part.
    static let ignored = AnswerSpelling.layoutItems.union([
        "quotaUser", "userIp", "$.xgafv", "upload_protocol", "uploadType", "upload_type",
    ])

    /// Writes the items of a path that take part, `query` being all of them, decoded.
    static func append(_ query: [Route.QueryItem], of path: String, to out: inout [UInt8]) -> Question.Traits {
        guard query.contains(where: takesPart), let whole = QueryText(path) else { return [] }
        var traits: Question.Traits = []
        var kept: [Kept] = []
        for (item, written) in zip(query, whole.items) where takesPart(item) {
            traits.formUnion(self.traits(of: item))
            kept.append(Kept(item, written))
        }
        kept.sort { $0.order < $1.order }
        for (place, item) in kept.enumerated() {
            let isRepeated = kept[max(0, place - 1)...min(kept.count - 1, place + 1)].count { $0.order == item.order } > 1
            item.append(isRepeated: isRepeated, to: &out)
        }
        return traits
    }

    /// Whether an item takes part.
    static func takesPart(_ item: Route.QueryItem) -> Bool {
        guard !item.name.isEmpty, !ignored.contains(item.name), !Credential.queryItems.contains(item.name.lowercased()) else {
            return false
        }
        guard item.name == "alt" || item.name == "$alt" else { return true }
        let spelling = AnswerSpelling(item.value)
        return !["", "json", "sse"].contains(spelling.form) || !spelling.others.isEmpty
    }

    private static func traits(of item: Route.QueryItem) -> Question.Traits {
        switch item.name {
        case "alt", "$alt": ["media", "proto"].contains(AnswerSpelling(item.value).form) ? .bypass : []
        case "fields", "$fields", "callback", "$callback": .bypass
        default: []
        }
    }
}

/// An item that takes part, with what else it could be to a server.
private struct Kept {
    /// The name, where a space and a plus are one: items that may have one name keep their order.
    let order: String
    private let item: Route.QueryItem
    private let written: QueryText.Item
    /// Whether all servers read it alike: a plus may mean a space, and a broken escape anything.
    private let isPlain: Bool

    init(_ item: Route.QueryItem, _ written: QueryText.Item) {
        self.item = item
        self.written = written
        let doubtful = [UInt8(ascii: "+"), UInt8(ascii: "%")]
        isPlain = !item.name.utf8.contains(where: doubtful.contains) && !item.value.utf8.contains(where: doubtful.contains)
        let isSpaced = item.name.utf8.contains { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "+") }
        order = isSpaced ? String(decoding: item.name.utf8.map { $0 == 32 ? UInt8(ascii: "+") : $0 }, as: UTF8.self) : item.name
    }

    /// Under a mark of their own stand those that are not plain, as they are written, and those of one name, in their order.
    func append(isRepeated: Bool, to out: inout [UInt8]) {
        guard isRepeated || !isPlain else {
            out.append(UInt8(ascii: "?"))
            KeyText.append(item.name, to: &out)
            KeyText.append(item.value, to: &out)
            return
        }
        out.append(UInt8(ascii: "&"))
        let (name, value) = written.parts
        KeyText.append(PercentCoding.decodeKeepingDoubt(name), to: &out)
        KeyText.append(PercentCoding.decodeKeepingDoubt(value ?? ""), to: &out)
    }
}
