import GemCache
import GemCore
import HTTPTypes
import Synchronization

/// Embeds as the services do, in every form: the vector depends on the text, task, title, model and size alone.
final class EmbeddingUpstream: Transport {
    private let asked = Mutex<[String]>([])
    private let gate: (@Sendable () async -> Void)?

    init(gate: (@Sendable () async -> Void)? = nil) { self.gate = gate }

    /// The texts that were asked for, in order.
    var items: [String] { asked.withLock { $0 } }

    static func batch(_ texts: [String], model: String = "m-embedding", size: Int? = nil) -> Request {
        let items: [JSON] = texts.map { text in
            .members([
                "model": .string("models/" + model), "content": ["parts": [["text": .string(text)]]],
                "outputDimensionality": size.map { .int($0) },
            ])
        }
        return .json(.post, "/v1beta/models/\(model):batchEmbedContents", (["requests": .array(items)] as JSON).bytes())
    }

    func send(_ request: Request) async throws(GemError) -> Response {
        let bytes = try await request.body.collect(upTo: 1 << 24)
        guard let body = try? JSON(parsing: bytes) else { throw GemError(.badInput, "no JSON") }
        await gate?()
        let route = request.route
        let items = Self.items(body, route)
        asked.withLock { $0 += items.map(\.text) }
        let vectors = items.map { Self.vector($0, route.model) }
        switch route.operation {
        case .embedContent: return .json(.ok, (["embedding": ["values": vectors[0]]] as JSON).bytes())
        case .predict:
            let predictions = vectors.map {
                JSON.members(["embeddings": .members(["values": $0, "statistics": ["token_count": 3, "truncated": false]])])
            }
            return .json(.ok, (["predictions": .array(predictions)] as JSON).bytes())
        default:
            return .json(
                .ok, JSON.members(["embeddings": .array(vectors.map { ["values": $0] }), "usageMetadata": ["promptTokenCount": 9]]).bytes())
        }
    }

    struct Item {
        var text: String
        var task: String
        var title: String
        var size: Int
    }

    static func items(_ body: JSON, _ route: Route) -> [Item] {
        func read(_ json: JSON, _ shared: JSON?) -> Item {
            func value(_ camel: String, _ snake: String) -> JSON? { json[camel] ?? json[snake] ?? shared?[camel] ?? shared?[snake] }
            let text =
                json["content"]?.string ?? json["content"]?["parts"]?.array?.map { $0["text"]?.string ?? "" }.joined(separator: "\u{1}")
                ?? ""
            return Item(
                text: text, task: value("taskType", "task_type")?.string ?? "", title: value("title", "title")?.string ?? "",
                size: value("outputDimensionality", "output_dimensionality")?.int ?? 8)
        }
        switch route.operation {
        case .embedContent: return [read(body, body["embedContentConfig"])]
        case .predict: return (body["instances"]?.array ?? []).map { read($0, body["parameters"]) }
        default: return (body["requests"]?.array ?? []).map { read($0, nil) }
        }
    }

    static func vector(_ item: Item, _ model: String) -> JSON {
        let seed = Digest(of: Array("\(model)\u{2}\(item.text)\u{2}\(item.task)\u{2}\(item.title)\u{2}\(item.size)".utf8)).low
        return .array((0..<item.size).map { .float(Float(Int32(truncatingIfNeeded: seed &* UInt64($0 * 2 + 1))) / 2_147_483_648) })
    }
}
