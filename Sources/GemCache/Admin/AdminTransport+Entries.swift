internal import GemCore
internal import GemStore
internal import HTTPTypes

// Stored answers, a page at a time and one by one.
extension AdminTransport {
    private static let mostRows = 1000

    func entries(_ route: Route) throws(GemError) -> Response {
        guard let limit = route.queryValue("limit").map({ Int($0) }) ?? 100, (1...Self.mostRows).contains(limit) else {
            return Self.message(.badRequest, "limit is a number from 1 to \(Self.mostRows).")
        }
        var after: RequestKey?
        if let text = route.queryValue("after") {
            guard let digest = Digest(text) else {
                return Self.message(.badRequest, "after is the key of 32 hexadecimal digits that a page ended with.")
            }
            after = RequestKey(digest)
        }
        let (operation, model) = (route.queryValue("operation"), route.queryValue("model"))
        let (rows, next) = try store.read { (snapshot: borrowing Snapshot) throws(GemError) -> ([JSON], RequestKey?) in
            var (rows, last, hasMore) = ([JSON](), after, true)
            // Rows that a filter leaves out cost a look each; so many in a page at most.
            var looks = 20 * Self.mostRows
            while hasMore, rows.count < limit, looks > 0 {
                let names = snapshot.entryNames(after: last, limit: min(limit - rows.count + 1, looks))
                looks -= names.count
                hasMore = !names.isEmpty
                for (key, variant) in names {
                    // Both services' answers to a question stand on one page.
                    if rows.count >= limit, key != last { return (rows, last) }
                    last = key
                    let row = snapshot.withEntry(key, variant) { entry -> JSON? in
                        let isWanted = (operation ?? entry.operation) == entry.operation && (model ?? entry.model) == entry.model
                        return isWanted ? Self.row(entry) : nil
                    }
                    if let row, let row { rows.append(row) }
                }
            }
            return (rows, hasMore ? last : nil)
        }
        return Self.json(.members(["entries": .array(rows), "next": next.map { .string($0.description) }]))
    }

    func entry(_ text: String) throws(GemError) -> Response {
        guard let digest = Digest(text) else {
            return Self.message(.badRequest, "A key has 32 hexadecimal digits; \(text.prefix(64)) is none.")
        }
        let key = RequestKey(digest)
        let answers = try store.read { (snapshot: borrowing Snapshot) throws(GemError) -> [JSON] in
            var found: [JSON] = []
            for variant in [Route.API.developer, .vertex] {
                let answer = snapshot.withEntry(key, variant) { entry -> JSON in
                    var row = Self.row(entry)
                    let merged = Answer(encoded: entry.payload).flatMap { try? $0.merged() }
                    if case .object(var object) = row {
                        object.members.append(.init("answer", merged ?? .null))
                        row = .object(object)
                    }
                    return row
                }
                if let answer { found.append(answer) }
            }
            let vector = snapshot.withVector(key) { vector -> JSON in
                .members([
                    "kind": "vector", "key": .string(key.description), "created": .string(vector.created.description),
                    "promptTokens": vector.promptTokens.map { .int($0) },
                    "values": .array(vector.values.withUnsafeBufferPointer { $0.map { .float($0) } }),
                ])
            }
            if let vector { found.append(vector) }
            return found
        }
        guard !answers.isEmpty else { return Self.message(.notFound, "Nothing is stored under the key \(key).") }
        return Self.json(.members(["key": .string(key.description), "answers": .array(answers)]))
    }

    private static func row(_ entry: borrowing EntryView) -> JSON {
        .members([
            "kind": "answer", "key": .string(entry.key.description), "api": .string(entry.variant.rawValue),
            "operation": .string(entry.operation), "model": .string(entry.model), "created": .string(entry.created.description),
            "expires": entry.expires.map { .string($0.description) }, "bytes": .int(entry.payloadCount),
        ])
    }
}
