internal import GemCore

/// Keeps the files that a cached content names: it holds what they hold, also when they have been deleted.
struct CacheFiles: Sendable {
    let shelf: FileShelf

    /// The content with its files under the names they are kept by.
    func kept(_ content: JSON) throws(GemError) -> (content: JSON, names: [String]) {
        var (content, names) = (content, [String]())
        do {
            if let turns = content["contents"]?.array {
                var copies: [JSON] = []
                for turn in turns { copies.append(try self.turn(turn, &names)) }
                content["contents"] = .array(copies)
            }
            if let system = content["systemInstruction"], system.object != nil {
                content["systemInstruction"] = try turn(system, &names)
            }
        } catch {
            shelf.release(names)
            throw error
        }
        return (content, names)
    }

    private func turn(_ turn: JSON, _ names: inout [String]) throws(GemError) -> JSON {
        let parts = turn.list("parts")
        guard parts.contains(where: { $0.field("fileData") != nil }) else { return turn }
        var copies: [JSON] = []
        for part in parts { copies.append(try self.part(part, &names)) }
        var turn = turn
        turn["parts"] = .array(copies)
        return turn
    }

    private func part(_ part: JSON, _ names: inout [String]) throws(GemError) -> JSON {
        guard let data = part.field("fileData"), let name = FileShelf.name(in: data.text(of: "fileUri")),
            let kept = try shelf.keep(name)
        else { return part }
        names.append(kept)
        var part = part
        part["file_data"] = nil
        part["fileData"] = .members(["mimeType": data.field("mimeType"), "fileUri": .string(kept)])
        return part
    }
}
