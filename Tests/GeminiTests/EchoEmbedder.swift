internal import GemCore
internal import Gemini
internal import HTTPTypes
internal import Synchronization

extension EmbedOptions {
    /// Vectors as they come.
    static let raw: EmbedOptions = {
        var options = EmbedOptions()
        options.normalizes = false
        return options
    }()
}

/// Gives each text `tN` the vector `[N, -0.022945018]`, in whatever order calls come, and counts how many are there at once.
final class EchoEmbedder: Transport {
    struct Call: Sendable {
        var path: String
        var body: String
        var texts: [String]
    }

    private struct State {
        var calls: [Call] = []
        var now = 0
        var most = 0
    }

    private let state = Mutex(State())

    var calls: [Call] { state.withLock { $0.calls } }
    var mostAtOnce: Int { state.withLock { $0.most } }

    func send(_ request: Request) async throws(GemError) -> Response {
        let body = try await request.body.collect(upTo: 1 << 30)
        let json: JSON
        do { json = try JSON(parsing: body) } catch { throw GemError(.internal, "No JSON.") }
        let texts = (json["requests"]?.array ?? []).map { $0["content"]?["parts"]?[0]?["text"]?.string ?? "" }
        state.withLock { state in
            state.calls.append(Call(path: request.path, body: String(decoding: body, as: UTF8.self), texts: texts))
            state.now += 1
            state.most = max(state.most, state.now)
        }
        for _ in 0..<10 { await Task.yield() }
        state.withLock { $0.now -= 1 }
        let vectors = texts.map { #"{"values":[\#(Int($0.dropFirst()) ?? -1),-0.022945018]}"# }.joined(separator: ",")
        return .json(.ok, Array(#"{"embeddings":[\#(vectors)]}"#.utf8))
    }
}
