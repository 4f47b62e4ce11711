import GemCore
import HTTPTypes
import Testing

@Suite struct RouteTests {
    struct Case: Sendable {
        var method: HTTPRequest.Method = .post
        var path: String
        var api: Route.API = .developer
        var operation: Route.Operation
        var model = ""
        var resource = ""
    }

    static let cases: [Case] = [
        .init(path: "/v1beta/models/gemini-2.5-flash:generateContent", operation: .generateContent, model: "gemini-2.5-flash"),
        .init(path: "/v1/models/m:streamGenerateContent?alt=sse", operation: .streamGenerateContent, model: "m"),
        .init(
            path: "/v1beta1/projects/P/locations/L/publishers/google/models/m:predict", api: .vertex, operation: .predict, model: "m"),
        .init(path: "/v1beta1/publishers/google/models/m:generateContent", api: .vertex, operation: .generateContent, model: "m"),
        .init(
            path: "/v1/projects/P/locations/L/endpoints/7:generateContent", api: .vertex, operation: .generateContent,
            model: "projects/P/locations/L/endpoints/7"),
        .init(path: "/v1beta/tunedModels/t:generateContent", operation: .generateContent, model: "tunedModels/t"),
        .init(method: .get, path: "/v1beta/models?pageSize=1", operation: .listModels),
        .init(method: .get, path: "/v1beta/models/m", operation: .getModel, model: "m"),
        .init(method: .get, path: "/v1beta/models/veo-3/operations/a", operation: .other, resource: "models/veo-3/operations/a"),
        .init(method: .get, path: "/v1beta/tunedModels/t/permissions", operation: .other, resource: "tunedModels/t/permissions"),
        .init(path: "/upload/v1beta/files?upload_id=x", operation: .uploadFile),
        .init(method: .get, path: "/v1beta/files/abc", operation: .getFile, resource: "files/abc"),
        .init(method: .get, path: "/v1beta/files/abc:download?alt=media", operation: .downloadFile, resource: "files/abc"),
        .init(method: .delete, path: "/v1beta/files/abc", operation: .deleteFile, resource: "files/abc"),
        .init(method: .get, path: "/download/v1beta/files/abc:download?alt=media", operation: .downloadFile, resource: "files/abc"),
        .init(path: "/v1beta/files", operation: .createFile),
        .init(path: "/v1/files:register", operation: .registerFiles),
        .init(path: "/v1beta/cachedContents", operation: .createCachedContent),
        .init(
            method: .patch, path: "/v1beta/cachedContents/c?updateMask=ttl", operation: .updateCachedContent, resource: "cachedContents/c"),
        .init(
            method: .delete, path: "/v1beta1/projects/P/locations/L/cachedContents/7", api: .vertex, operation: .deleteCachedContent,
            resource: "projects/P/locations/L/cachedContents/7"),
        .init(path: "/v1/models/m:batchGenerateContent", operation: .batchGenerateContent, model: "m"),
        .init(path: "/v1beta/models/m:asyncBatchEmbedContent", operation: .asyncBatchEmbedContent, model: "m"),
        .init(method: .get, path: "/v1/batches", operation: .listBatches),
        .init(path: "/v1/batches/b:cancel", operation: .cancelBatch, resource: "batches/b"),
        .init(method: .patch, path: "/v1/batches/b:updateGenerateContentBatch", operation: .updateBatch, resource: "batches/b"),
        .init(method: .patch, path: "/v1/batches/b:updateEmbedContentBatch", operation: .updateBatch, resource: "batches/b"),
        .init(path: "/v1beta1/projects/P/locations/L/batchPredictionJobs", api: .vertex, operation: .createBatchJob),
        .init(
            path: "/v1beta1/projects/P/locations/L/batchPredictionJobs/7:cancel", api: .vertex, operation: .cancelBatch,
            resource: "projects/P/locations/L/batchPredictionJobs/7"),
        .init(
            path: "/v1beta1/projects/P/locations/L/publishers/google/models/m:computeTokens", api: .vertex, operation: .computeTokens,
            model: "m"),
        .init(path: "/v1beta/openai/chat/completions", operation: .chatCompletions),
        .init(path: "/v1beta/interactions", operation: .interactions),
        .init(method: .get, path: "/favicon.ico", operation: .other),
    ]

    @Test(arguments: cases) func pathsAreRead(_ item: Case) {
        let route = Route(method: item.method, path: item.path)
        #expect(route.api == item.api)
        #expect(route.operation == item.operation)
        #expect(route.model == item.model)
        #expect(route.resource == item.resource)
    }

    @Test func aCombiningMarkHidesNoSeparatorAndNoKey() {
        let mark = "\u{309}"
        let route = Route(method: .post, path: "/v1beta/models/m:streamGenerateContent?\(mark)a=1&alt=sse")
        #expect(route.shape == .events)
        #expect(route == Route(method: .post, path: "/v1beta/%6Dodels/m:streamGenerateContent?\(mark)a=1&alt=sse"))
        var request = Request.get("/v1beta/models?\(mark)a=1&key=very-secret&\(mark)b=2")
        request.liftCredential()
        #expect(request.path == "/v1beta/models?\(mark)a=1&\(mark)b=2")
    }

    @Test func credentialsAreLiftedOutOfHeadAndQuery() {
        var request = Request.get("/v1beta/models?key=sec%72et&pageSize=2")
        request.liftCredential()
        #expect(request.path == "/v1beta/models?pageSize=2")
        #expect(request.credential?.bytes == Array("secret".utf8))
        #expect("\(request)".contains("secret") == false)
    }

    @Test(arguments: ["key", "api_key", "apiKey", "ACCESS_TOKEN", "oauth_token", "bearer_token"])
    func everyQueryItemThatHoldsACredentialIsLiftedAndSentOn(name: String) {
        var request = Request.get("/v1beta/models?\(name)=sec%72et&pageSize=2&api_key=other")
        request.liftCredential()
        #expect(request.path == "/v1beta/models?pageSize=2")
        #expect(request.credential?.bytes == Array("secret".utf8))
        request.credential?.authorize(&request.head)
        let sent = request.head.headerFields[.authorization] ?? request.path
        #expect(sent == (name.lowercased().hasSuffix("token") ? "Bearer secret" : "/v1beta/models?pageSize=2&\(name)=secret"))
    }
}
