import GemCache
import GemCore
import Gemini
import HTTPTypes

/// Decodes responses in the typed models and encodes them again from the typed members.
enum Responses {
    /// Why a response did not pass; nil where it did.
    static func decode(_ answer: RecordedAnswer, _ recording: Recording, _ report: inout Report) -> Skip? {
        do { try check(answer, recording, &report) } catch { return error }
        return nil
    }

    private static func check(_ answer: RecordedAnswer, _ recording: Recording, _ report: inout Report) throws(Skip) {
        switch answer {
        case .message(let json, let bytes):
            if recording.isExact {
                report.sameBytes.of += 1
                if json.bytes(.pretty) == bytes { report.sameBytes.same += 1 }
            }
            for message in json.array ?? [json] { try check(message, recording, isEvent: false, &report) }
        case .stream(let messages, _, _, let error, _):
            for message in messages { try check(message, recording, isEvent: true, &report) }
            if let error { try remake(error, as: APIErrorResponse.self, &report) }
        }
    }

    private static func check(_ json: JSON, _ recording: Recording, isEvent: Bool, _ report: inout Report) throws(Skip) {
        let again: JSON
        do { again = try JSON(parsing: json.bytes()) } catch { throw Skip("what was written does not read: \(error)", isFailure: true) }
        guard again == json else { throw Skip("the JSON does not come back the same", isFailure: true) }
        if json["error"] != nil, !recording.isGood || json.object?.members.count == 1 {
            return try remake(json, as: APIErrorResponse.self, &report)
        }
        guard recording.isGood else { throw Skip("an error of another form") }
        guard json.object?.isEmpty == false else { return }
        guard let model = ResponseModel.of(recording.route, isEvent: isEvent) ?? ResponseModel.of(path: recording.path, recording.method)
        else {
            throw Skip("no model for \(ResponseModel.kind(recording.route, recording.path))")
        }
        try remake(json, as: model, &report)
        try batch(json, &report)
    }

    /// What a batch's operation holds in forms of its own.
    private static func batch(_ json: JSON, _ report: inout Report) throws(Skip) {
        guard let operation = LongRunningOperation(member: json), operation.metadata?["batchStats"] != nil,
            let metadata = operation.metadata
        else { return }
        try remake(metadata, as: Batch.self, &report)
        if let response = operation.response { try remake(response, as: BatchOutput.self, &report) }
        for answer in operation.batch?.output?.answers ?? [] {
            guard let response = answer.response else { continue }
            if response["embedding"] == nil {
                try remake(response, as: GenerateContentResponse.self, &report)
            } else {
                try remake(response, as: EmbedContentResponse.self, &report)
            }
        }
    }

    private static func remake(_ json: JSON, as model: any DeclaredMessage.Type, _ report: inout Report) throws(Skip) {
        try remade(json, as: model, &report)
    }

    private static func remade<Model: DeclaredMessage>(_ json: JSON, as model: Model.Type, _ report: inout Report) throws(Skip) {
        guard json.object != nil else { throw Skip("a \(Model.self) that is no object", isFailure: true) }
        var survey = Survey()
        let again = survey.remake(json, as: Model.self)
        report.covered(survey.typed, unknown: survey.unknown, in: "\(Model.self)")
        for finding in survey.failures {
            if Redaction.isRedacted(finding.found) { throw Skip("a redacted value where a typed member stands") }
            let (found, written) = (finding.found.text().prefix(60), finding.written?.text().prefix(60))
            throw Skip("\(Model.self).\(finding.path) is \(found) and reads as \(written ?? "nothing")", isFailure: true)
        }
        let lost = json.paths.subtracting(again.paths)
        guard lost.isEmpty else { throw Skip("\(Model.self) loses \(lost.sorted().prefix(3))", isFailure: true) }
        guard Model(json: json).json == json else { throw Skip("\(Model.self) changes its JSON", isFailure: true) }
    }
}

/// Which model a response is read as.
enum ResponseModel {
    static func of(_ route: Route, isEvent: Bool) -> (any DeclaredMessage.Type)? {
        switch route.operation {
        // Batches of Vertex are jobs, of which there is no model.
        case .createBatchJob: nil
        case .getBatch where route.api == .vertex, .listBatches where route.api == .vertex: nil
        case .generateContent, .streamGenerateContent: GenerateContentResponse.self
        case .countTokens: CountTokensResponse.self
        case .computeTokens: ComputeTokensResponse.self
        case .embedContent: EmbedContentResponse.self
        case .batchEmbedContents: BatchEmbedContentsResponse.self
        case .predict: PredictResponse.self
        case .batchGenerateContent, .asyncBatchEmbedContent, .getBatch, .updateBatch: LongRunningOperation.self
        case .listBatches: OperationList.self
        case .listModels: ModelList.self
        case .getModel: Model.self
        case .uploadFile, .createFile: UploadedFileResponse.self
        case .registerFiles, .listFiles: UploadedFileList.self
        case .getFile: UploadedFile.self
        case .createCachedContent, .getCachedContent, .updateCachedContent: CachedContent.self
        case .listCachedContents: CachedContentList.self
        case .chatCompletions: ChatCompletion.self
        case .openAIEmbeddings: OpenAIEmbeddings.self
        case .openAIModels: route.resource.isEmpty ? OpenAIModelList.self : OpenAIModel.self
        case .interactions: isEvent ? InteractionEvent.self : Interaction.self
        default: nil
        }
    }

    /// What other resources answer with.
    static func of(path: String, _ method: HTTPRequest.Method) -> (any DeclaredMessage.Type)? {
        let segments = path.prefix { $0 != "?" }.split(separator: "/")
        let verb = segments.last.flatMap { $0.contains(":") ? $0.split(separator: ":").last : nil } ?? ""
        if segments.last == "operations" { return OperationList.self }
        let begun = ["predictLongRunning", "fetchPredictOperation", "uploadToFileSearchStore", "importFile", "wait"]
        if segments.contains("operations") || begun.contains(String(verb)) { return LongRunningOperation.self }
        guard verb.isEmpty, let place = segments.firstIndex(of: "fileSearchStores") else { return nil }
        switch segments.count - place {
        case 1: return method == .get ? FileSearchStoreList.self : FileSearchStore.self
        case 2: return FileSearchStore.self
        case 3: return StoredDocumentList.self
        default: return StoredDocument.self
        }
    }

    /// A path's kind with its names left out, for the count of what is not known.
    static func kind(_ route: Route, _ path: String) -> String {
        guard route.operation == .other else { return route.operation.rawValue }
        let segments = path.prefix { $0 != "?" }.split(separator: "/")
        if let last = segments.last, let colon = last.lastIndex(of: ":") { return String(last[colon...]) }
        return segments.dropFirst().first.map(String.init) ?? "/"
    }
}

/// Recognises what a recorder put in a secret's place.
enum Redaction {
    static func isRedacted(_ json: JSON) -> Bool { json.string.map(isRedacted) ?? false }

    static func isRedacted(_ text: String) -> Bool {
        let upper = text.uppercased()
        if ["REDACT", "SCRUB", "FILTERED", "MASKED", "***"].contains(where: { upper.contains($0) }) { return true }
        return (text.hasPrefix("<") && text.hasSuffix(">")) || (text.hasPrefix("[") && text.hasSuffix("]"))
    }

    /// Whether a redacted text stands anywhere in a message.
    static func isIn(_ json: JSON) -> Bool {
        switch json {
        case .object(let object): object.members.contains { isIn($0.value) }
        case .array(let elements): elements.contains { isIn($0) }
        case .string(let text): isRedacted(text)
        default: false
        }
    }
}

extension JSON {
    /// The names on the way to every value; list places count as one.
    var paths: Set<String> {
        switch self {
        case .object(let object):
            Set(object.members.flatMap { member in [member.name] + member.value.paths.map { member.name + "." + $0 } })
        case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.paths.map { "[]." + $0 }) }
        default: []
        }
    }
}
