internal import GemCache
public import GemCore

extension Gemini {
    /// The answers of a batch that is over, in the order of upstream's answer: that of the questions where they came in the request, that of the lines of the
    /// answers' file otherwise. `keys` puts them in the order of these keys, with an error in the place of each that upstream left out.
    ///
    /// Holds all of them in memory; `forEachResult` does not. Throws `upstream` with the reason where the batch failed, and says so where it is not over yet.
    public func results(of batch: Batch, orderedBy keys: [String] = []) async throws(GemError) -> [BatchResult] {
        let found = Collected<BatchResult>()
        try await forEachResult(of: batch) { (result) throws(GemError) in found.items.append(result) }
        guard !keys.isEmpty else { return found.items }
        // Where no answer has a key, none can be told to be missing.
        let answered = Set(found.items.compactMap(\.key))
        if !answered.isEmpty {
            for key in keys where !answered.contains(key) { found.items.append(BatchResult(leftOut: key, index: found.items.count)) }
        }
        let places = Dictionary(keys.enumerated().map { ($1, $0) }) { first, _ in first }
        func place(_ result: BatchResult) -> (Int, Int) { (result.key.flatMap { places[$0] } ?? keys.count, result.index) }
        return found.items.sorted { place($0) < place($1) }
    }

    /// Calls `body` with each answer of a batch that is over, as it comes; a file of answers is never whole in memory.
    public func forEachResult(of batch: Batch, _ body: (BatchResult) throws(GemError) -> Void) async throws(GemError) {
        guard batch.isOver else {
            throw GemError(
                .badInput, "\(batch.name) is not over: it is \(batch.phase.isEmpty ? "at work" : batch.phase). Wait for it first.")
        }
        guard batch.hasAnswers else {
            let reason = batch.failure.map { ": \($0.message)" } ?? "."
            throw GemError(.upstream, "\(batch.name) has no answers, since it \(Self.ending(batch.phase))\(reason)")
        }
        if let place = batch.cloudOutput {
            throw GemError(.configuration, "The answers of \(batch.name) are in Cloud Storage, which gemcache does not read: see \(place).")
        }
        var index = 0
        if let file = batch.output?.file {
            try await forEachLine(of: file) { (line) throws(GemError) in
                try body(BatchResult(line, index: index))
                index += 1
            }
            return
        }
        let inlined =
            batch.output?.json["inlinedResponses"]?["inlinedResponses"]
            ?? batch.output?.json["inlinedEmbedContentResponses"]?["inlinedResponses"]
        for answer in inlined?.array ?? [] {
            try body(BatchResult(answer, index: index))
            index += 1
        }
    }

    private static func ending(_ phase: String) -> String { phase == "failed" || phase == "expired" ? phase : "was " + phase }

    /// A line of answers may be a whole conversation with pictures in it.
    private static let lineLimit = 256 << 20

    private func forEachLine(of file: String, _ body: (JSON) throws(GemError) -> Void) async throws(GemError) {
        var rest: [UInt8] = []
        func take(_ line: ArraySlice<UInt8>) throws(GemError) {
            guard line.contains(where: { $0 != 32 && $0 != 9 && $0 != 13 }) else { return }
            let json: JSON
            do { json = try JSON(parsing: Array(line)) } catch {
                throw GemError(.upstream, "A line of the answers in \(file) is not JSON: \(error).", cause: error)
            }
            try body(json)
        }
        for try await piece in try await download(file).pieces {
            rest.append(contentsOf: piece)
            var start = 0
            // What was searched before holds no line's end.
            var index = rest.count - piece.count
            while index < rest.count {
                if rest[index] == 10 {
                    try take(rest[start..<index])
                    start = index + 1
                }
                index += 1
            }
            if start > 0 { rest.removeFirst(start) }
            guard rest.count <= Self.lineLimit else { throw GemError(.upstream, "A line of the answers in \(file) is too long to be one.") }
        }
        try take(rest[...])
    }
}

/// Gathers what a closure is given.
private final class Collected<Item> {
    var items: [Item] = []
}
