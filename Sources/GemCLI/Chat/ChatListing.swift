import GemCore

/// The sessions there are, for people and programs.
struct ChatListing {
    private let folder: ChatFolder

    init(_ folder: ChatFolder) { self.folder = folder }

    /// Prints a line a session, or all as JSON.
    func print(json: Bool) throws(GemError) {
        var rows: [JSON] = []
        for name in folder.names {
            let file = try folder.file(name)
            var conversation = Conversation(model: "")
            do {
                for line in try SessionFile.peek(file) { _ = conversation.apply(line) }
            } catch {
                // One that cannot be read hides no other.
                Console.note("gemcache: \(error.message)")
                continue
            }
            let first = conversation.turns.first.map { Conversation.words($0.asked) }
            rows.append(
                .members([
                    "name": .string(name), "turns": .int(conversation.turns.count), "model": .string(conversation.model),
                    "first": first.map(JSON.string), "file": .string(file),
                ]))
        }
        if json { return Console.print(.members(["sessions": .array(rows)])) }
        if rows.isEmpty { Console.note("There are no sessions; `gemcache chat --session NAME` begins one.") }
        for row in rows {
            let first = (row["first"]?.string ?? "").split(separator: "\n").first.map { String($0.prefix(60)) } ?? ""
            Console.print("\(row["name"]?.string ?? "")  \(row["turns"]?.int ?? 0) turns  \(row["model"]?.string ?? "")  \(first)")
        }
    }
}
