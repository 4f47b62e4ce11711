import GemCache
import GemCassette
import GemCore
import GemMock
import Gemini

/// Runs samples three times: asked and recorded, replayed from the cassette, and answered by the cache; the last two without a network.
struct Rounds {
    /// Where the rounds' stores and cassette are kept.
    var folder: String

    /// Runs every sample in every round; tells what differs, and how many did not.
    func check(_ samples: [Sample]) async throws -> (passed: Int, differences: [String]) {
        var differences: [String] = []
        let asked = try await round(samples, store: "asked", cassette: .all, isOffline: false)
        let recorded = try await round(samples, store: "replayed", cassette: RecordMode.none, isOffline: true)
        let kept = try await round(samples.filter(\.isKept), store: "asked", cassette: nil, isOffline: true)
        for sample in samples {
            let first = asked[sample.name] ?? ""
            if first.isEmpty { differences.append("\(sample.name) says nothing") }
            for (way, other) in [("recorded", recorded[sample.name]), ("from the cache", sample.isKept ? kept[sample.name] : first)]
            where other != first {
                differences.append("\(sample.name), \(way): \(other ?? "nothing")\n    asked: \(first)")
            }
        }
        return (samples.count, differences)
    }

    /// What each sample says; an error is something said, too.
    private func round(
        _ samples: [Sample], store: String, cassette: RecordMode?, isOffline: Bool
    ) async throws -> [String: String] {
        var options = Stack.Options()
        options.store = "\(folder)/\(store)"
        options.isOffline = isOffline
        if let cassette {
            options.cassette = "\(folder)/samples.json"
            options.recordMode = cassette
        }
        var said: [String: String] = [:]
        try await Stack.open(options, over: isOffline ? Unreachable() : Self.mock()) { stack in
            let gemini = Gemini(transport: stack, credential: .apiKey("any word will do for the mock"))
            for sample in samples {
                let page = Page(isShown: false)
                do {
                    try await sample.run(gemini, page)
                } catch {
                    page.print("failed \(isOffline ? "offline" : "online"): \(error)")
                }
                said[sample.name] = page.said
            }
        }
        return said
    }

    /// The mock as the samples need it: films are ready at once.
    static func mock() throws(GemError) -> any Transport {
        var options = MockGemini.Options()
        options.processingSeconds = 0
        options.baseURL = MockGemini.liveBaseURL
        return try MockGemini(options)
    }
}

/// No network: what is asked all the same is an error.
private struct Unreachable: Transport {
    func send(_ request: Request) async throws(GemError) -> Response {
        throw GemError(.offline, "\(request.route.operation.rawValue) was asked upstream in a round without a network.")
    }
}
