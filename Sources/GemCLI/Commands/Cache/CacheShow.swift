import ArgumentParser
import GemCore
import GemStore

/// `gemcache cache show`: one stored answer or embedding.
struct CacheShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print a stored answer as one JSON message, an embedding as its values, or the question.",
        discussion: """
              gemcache cache show b8cc082491944b5772e55a7c152e57df
              gemcache cache show b8cc08 --request
              gemcache cache show b8cc08 --json
            """)

    @OptionGroup var options: CacheOptions

    @Argument(help: "The key, or its first digits.", completion: Completions.keys)
    var key: String

    @Flag(help: "Print the stored question in its canonical form instead.")
    var request = false

    func run() async throws {
        try await reporting(json: options.json) {
            try withStore(options.storage, isReading: true) { store in
                let key = try CacheCommand.key(self.key, store)
                for variant in [Route.API.developer, .vertex] {
                    let found = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in
                        snapshot.withEntry(key, variant) { view in
                            (CacheRow(view, snapshot), Answer(encoded: view.payload), view.canonical.withUnsafeBytes { [UInt8]($0) })
                        }
                    }
                    if let (row, answer, canonical) = found {
                        return try print(row, canonical) { () throws(GemError) in try answer?.merged() }
                    }
                }
                let found = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in
                    snapshot.withVector(key) { view in
                        (CacheRow(key, view, snapshot), view.values.withUnsafeBufferPointer { [Float]($0) }, view.canonical)
                    }
                }
                guard let (row, values, canonical) = found else { throw Self.damaged(key) }
                try print(row, canonical) { .members(["values": .array(values.map { .double(Double($0)) })]) }
            }
        }
    }

    private func print(_ row: CacheRow, _ canonical: [UInt8], _ answer: () throws(GemError) -> JSON?) throws(GemError) {
        let question = String(decoding: canonical, as: UTF8.self)
        guard options.json else {
            if request { return Console.print(question) }
            guard let answer = try answer() else { throw Self.damaged(row.key) }
            return Console.print(answer)
        }
        var json = row.json
        if request { json["request"] = .string(question) } else { json["answer"] = try answer() }
        Console.print(json)
    }

    private static func damaged(_ key: some CustomStringConvertible) -> GemError {
        GemError(
            .store,
            "What is stored under \(key) is damaged; `gemcache cache verify --repair` removes it, and the next question fetches it again.")
    }
}
