package import GemCore

/// Reads JSON as the API's front end does before any service sees it: lenient about spelling, strict about names and kinds.
///
/// That front end turns JSON into proto messages with protobuf's own streaming converter, whose rules and words these are. Schemas in
/// JSON Schema's form, arguments, responses of functions, metadata and labels are the user's and not looked into.
package enum Transcoder {
    /// Refuses a body that is no request of its route, with everything that is wrong in it; routes without a schema take anything.
    package static func check(_ json: JSON, _ route: Route) throws(APIFailure) {
        guard let name = request(route), let message = Schema.shared.message(name) else { return }
        try check(json, message, route)
    }

    /// Whether a route's bodies have a schema.
    package static func knows(_ route: Route) -> Bool { request(route) != nil }

    /// Refuses what is no answer of its route; a stream's events are answers each.
    package static func checkAnswer(_ json: JSON, _ route: Route) throws(APIFailure) {
        guard let name = answer(route), let message = Schema.shared.message(name) else { return }
        try check(json, message, route)
    }

    /// Reads and checks a body; an empty one is an empty message.
    static func message(_ bytes: [UInt8], _ route: Route) throws(APIFailure) -> JSON {
        guard !bytes.isEmpty else { return .object(JSON.Object()) }
        let json: JSON
        do { json = try JSON(parsing: bytes, .lenient) } catch { throw .malformed(error, in: bytes) }
        guard json.object != nil else { throw .violations([Violation(field: "", text: rootMessage)]) }
        try check(json, route)
        return json
    }

    private static let rootMessage = #"Invalid JSON payload received. Unknown name "": Root element must be a message."#

    private static func check(_ json: JSON, _ message: Int, _ route: Route) throws(APIFailure) {
        guard case .object(let object) = json else { throw .violations([Violation(field: "", text: rootMessage)]) }
        var check = MessageCheck(package: package(route))
        check.message(object, Schema.shared.messages[message])
        if !check.violations.isEmpty { throw .violations(check.violations) }
    }

    /// The proto package that types are named in.
    private static func package(_ route: Route) -> String {
        switch route.api {
        case .developer: "google.ai.generativelanguage.\(route.version.isEmpty ? "v1beta" : route.version)."
        case .vertex: "google.cloud.aiplatform.\(route.version.isEmpty ? "v1beta1" : route.version)."
        }
    }

    static func request(_ route: Route) -> String? {
        switch route.operation {
        case .generateContent, .streamGenerateContent: "GenerateContentRequest"
        case .countTokens: route.api == .vertex ? "VertexCountTokensRequest" : "CountTokensRequest"
        case .computeTokens: "ComputeTokensRequest"
        case .embedContent: "EmbedContentRequest"
        case .batchEmbedContents: "BatchEmbedContentsRequest"
        case .predict: "PredictRequest"
        case .batchGenerateContent: "BatchGenerateContentRequest"
        case .asyncBatchEmbedContent: "AsyncBatchEmbedContentRequest"
        case .createCachedContent, .updateCachedContent: "CachedContent"
        case .createFile, .uploadFile: "CreateFileRequest"
        case .registerFiles: "RegisterFilesRequest"
        // Either kind of batch; what may be changed of them is the same.
        case .updateBatch: "GenerateContentBatch"
        case .cancelBatch: "CancelOperationRequest"
        default: nil
        }
    }

    /// Whether a route speaks the API's own protocol, where a query may ask for other forms of answers.
    static func hasForms(_ route: Route) -> Bool {
        switch route.operation {
        case .chatCompletions, .openAIEmbeddings, .openAIModels, .interactions, .other: false
        default: true
        }
    }

    /// The message a route answers with; nil where it has no schema.
    static func answer(_ route: Route) -> String? {
        switch route.operation {
        case .generateContent, .streamGenerateContent: "GenerateContentResponse"
        case .countTokens: "CountTokensResponse"
        case .computeTokens: "ComputeTokensResponse"
        case .embedContent: "EmbedContentResponse"
        case .batchEmbedContents: "BatchEmbedContentsResponse"
        case .predict: "PredictResponse"
        case .batchGenerateContent, .asyncBatchEmbedContent, .getBatch, .updateBatch: "Operation"
        case .listBatches: "ListOperationsResponse"
        case .createCachedContent, .updateCachedContent, .getCachedContent: "CachedContent"
        case .listCachedContents: "ListCachedContentsResponse"
        case .createFile, .uploadFile: "CreateFileResponse"
        case .getFile: "File"
        case .listFiles: "ListFilesResponse"
        case .registerFiles: "RegisterFilesResponse"
        case .listModels where route.api == .developer: "ListModelsResponse"
        case .getModel where route.api == .developer: "Model"
        default: nil
        }
    }
}

/// One thing that is wrong with a body: where, and in what words.
struct Violation: Sendable, Hashable {
    /// The path of proto names; empty at the root.
    var field: String
    var text: String
}

extension APIFailure {
    /// All that is wrong with a body, as the front end tells it.
    static func violations(_ list: [Violation]) -> APIFailure {
        var failure = invalid(list.map(\.text).joined(separator: "\n"))
        failure.details = [
            .members([
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations": .array(
                    list.map { .members(["field": $0.field.isEmpty ? nil : .string($0.field), "description": .string($0.text)]) }),
            ])
        ]
        return failure
    }
}
