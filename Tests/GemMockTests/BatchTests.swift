import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct BatchTests {
    private let time = ManualTime()

    private func make(_ change: (inout MockGemini.Options) -> Void = { _ in }) throws -> MockGemini {
        try MockGemini.make { options in
            options.time = time
            options.batchSeconds = 10
            change(&options)
        }
    }

    private func request(_ text: String, _ rest: String = "") -> String { #"{"request":\#(prompt(text))\#(rest)}"# }

    private func create(_ mock: MockGemini, _ requests: [String], verb: String = "models/gemini-2.5-flash:batchGenerateContent")
        async throws -> JSON
    {
        let list = requests.joined(separator: ",")
        return try await mock.post(
            "/v1beta/\(verb)", #"{"batch":{"displayName":"b","inputConfig":{"requests":{"requests":[\#(list)]}}}}"#
        ).json()
    }

    private func create(_ mock: MockGemini, file: String, verb: String = "models/gemini-2.5-flash:batchGenerateContent") async throws
        -> JSON
    {
        let name = try #require(try await mock.upload(Array(file.utf8), "jsonl")["name"]?.string)
        return try await mock.post("/v1beta/\(verb)", #"{"batch":{"input_config":{"file_name":"\#(name)"}}}"#).json()
    }

    private func get(_ mock: MockGemini, _ batch: JSON) async throws -> JSON {
        try await mock.call(.get, "/v1beta/\(try #require(batch["name"]?.string))").json()
    }

    private func answers(_ operation: JSON) -> [JSON] {
        operation["response"]?["inlinedResponses"]?["inlinedResponses"]?.array ?? []
    }

    @Test func aBatchWaitsRunsAndSucceedsOnTheClock() async throws {
        let mock = try make()
        let created = try await create(mock, [request("one", #","metadata":{"custom_id":"0"}"#), request("two")])
        let name = try #require(created["name"]?.string)
        #expect(try #/batches/[a-z0-9]{36}/#.wholeMatch(in: name) != nil)
        #expect(created.object?.members.map(\.name) == ["name", "metadata"])
        let metadata = try #require(created["metadata"])
        #expect(
            metadata.object?.members.map(\.name) == [
                "@type", "model", "displayName", "createTime", "updateTime", "batchStats", "state", "name",
            ])
        #expect(metadata["@type"] == "type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch")
        #expect(metadata["batchStats"] == ["requestCount": "2", "pendingRequestCount": "2"])
        #expect(metadata["createTime"]?.string?.count == 30)
        #expect(metadata["state"] == "BATCH_STATE_PENDING")
        #expect(try await get(mock, created) == created)
        time.advance(seconds: 6)
        #expect(try await get(mock, created)["metadata"]?["state"] == "BATCH_STATE_RUNNING")
        time.advance(seconds: 4)
        let done = try await get(mock, created)
        #expect(done["done"] == true)
        #expect(done["metadata"]?["state"] == "BATCH_STATE_SUCCEEDED")
        #expect(done["metadata"]?["batchStats"] == ["requestCount": "2", "successfulRequestCount": "2"])
        #expect(done["response"]?["@type"] == "type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatchOutput")
        #expect(done["metadata"]?["output"]?["inlinedResponses"] == done["response"]?["inlinedResponses"])
        #expect(answers(done).map { $0["metadata"] } == [["custom_id": "0"], nil])
        #expect(answers(done)[0]["response"] == (try await mock.generate(prompt("one"))))
        #expect(answers(done)[1]["response"] == (try await mock.generate(prompt("two"))))
        #expect(try await get(mock, created) == done)
    }

    @Test func aWrongRequestFailsAloneAndInItsPlace() async throws {
        let mock = try make()
        try mock.enqueue(.fixture(["match": ["text": "prepared"], "response": ["candidates": [], "modelVersion": "fixture"]]))
        let batch = try await create(
            mock,
            [
                request("first"), #"{"request":{"contents":[]},"metadata":{"key":"wrong"}}"#, request("prepared"), "{}",
                #"{"request":{"model":"models/gemini-2.5-pro","contents":[{"parts":[{"text":"x"}]}]}}"#,
            ])
        time.advance(seconds: 10)
        let done = try await get(mock, batch)
        #expect(done["metadata"]?["state"] == "BATCH_STATE_SUCCEEDED")
        #expect(
            done["metadata"]?["batchStats"] == ["requestCount": "5", "successfulRequestCount": "2", "failedRequestCount": "3"])
        let items = answers(done)
        #expect(items.map { $0["error"] != nil } == [false, true, false, true, true])
        #expect(items[1]["error"]?["code"] == 3)
        #expect(items[1]["error"]?["message"] == "* GenerateContentRequest.contents: contents is not specified\n")
        #expect(items[1]["metadata"] == ["key": "wrong"])
        #expect(items[2]["response"]?["modelVersion"] == "fixture")
    }

    @Test func aFileOfRequestsBecomesAFileOfAnswers() async throws {
        let mock = try make()
        let lines = (0..<60).map { #"{"key":"k\#($0)","request":\#(prompt("line \($0)"))}"# }
        let file = "\n" + lines.joined(separator: "\r\n \n") + "\n" + #"{"request":{"contents":{"parts":{"txt":"x"}}},"key":7}"#
        let batch = try await create(mock, file: file)
        #expect(batch["metadata"]?["batchStats"]?["requestCount"] == "61")
        let input = try #require(batch["metadata"]?["inputConfig"]?["fileName"]?.string)
        #expect(try await mock.call(.delete, "/v1beta/\(input)").head.status == .ok)
        time.advance(seconds: 10)
        let done = try await get(mock, batch)
        let output = try #require(done["response"]?["responsesFile"]?.string)
        #expect(done["metadata"]?["output"] == ["responsesFile": .string(output)])
        #expect(done["metadata"]?["batchStats"]?["successfulRequestCount"] == "60")
        #expect(done["metadata"]?["batchStats"]?["failedRequestCount"] == "1")
        let id = try #require(batch["name"]?.string?.dropFirst("batches/".count))
        #expect(output == "files/batch-\(id)")

        let text = try await mock.call(.get, "/download/v1beta/\(output):download?alt=media").text()
        let answers = try text.split(separator: "\n").map { try JSON(parsing: String($0)) }
        #expect(answers.map { $0["key"] } == (0..<60).map { .string("k\($0)") } + [7])
        #expect(answers[42]["response"] == (try await mock.generate(prompt("line 42"))))
        #expect(answers[60]["error"]?["code"] == 3)
        #expect(answers[60]["error"]?["message"]?.string?.contains("Unknown name \"txt\" at 'contents") == true)

        let stored = try await mock.call(.get, "/v1beta/\(output)").json()
        #expect(stored["source"] == "GENERATED")
        #expect(stored["sizeBytes"]?.int == text.utf8.count)
        #expect(
            stored["downloadUri"]
                == .string("https://generativelanguage.googleapis.com/download/v1beta/\(output):download?alt=media"))
        let redirect = try await mock.call(.get, "/v1/\(output):download?alt=media")
        #expect(redirect.head.status.code == 302)
        #expect(
            redirect.head.headerFields[.location]
                == "https://generativelanguage.googleapis.com/download/v1beta/\(output):download?alt=media")
        #expect(try await redirect.json() == ["error": ["code": 302, "message": "Unknown Error.", "status": "UNKNOWN"]])
    }

    @Test(
        arguments: [
            ("{\"request\":{}}\nnot json", "Line 2 of"), ("{\"key\":\"a\"}", "Line 1 of"), ("[]", "Line 1 of"), (" \n", "has no requests"),
        ]) func aFileThatIsNoListOfRequestsFailsTheBatch(_ file: String, _ words: String) async throws
    {
        let mock = try make()
        let batch = try await create(mock, file: file)
        time.advance(seconds: 10)
        let done = try await get(mock, batch)
        #expect(done["done"] == true)
        #expect(done["metadata"]?["state"] == "BATCH_STATE_FAILED")
        #expect(done["error"]?["code"] == 3)
        #expect(done["error"]?["message"]?.string?.contains(words) == true)
        #expect(done["response"] == nil)
    }

    @Test func aLineThatIsTooLongFailsTheBatch() async throws {
        let mock = try make { $0.bodyLimit = 1000 }
        let batch = try await create(mock, file: #"{"request":\#(prompt(String(repeating: "x", count: 5000)))}"#)
        time.advance(seconds: 10)
        #expect(try await get(mock, batch)["error"]?["message"]?.string?.contains("Line 1 is longer than the limit") == true)
    }

    @Test func embeddingsComeInBatchesToo() async throws {
        let mock = try make()
        let verb = "models/gemini-embedding-001:asyncBatchEmbedContent"
        let item = #"{"request":{"content":{"parts":[{"text":"a cat"}]},"output_dimensionality":8}}"#
        let batch = try await create(mock, [item, #"{"request":{"content":{"parts":[]}}}"#], verb: verb)
        #expect(batch["metadata"]?["@type"] == "type.googleapis.com/google.ai.generativelanguage.v1main.EmbedContentBatch")
        let file = try await create(
            mock, file: #"{"key":"a","request":{"content":{"parts":[{"text":"a cat"}]},"outputDimensionality":8}}"#, verb: verb)
        time.advance(seconds: 10)
        let done = try await get(mock, batch)
        #expect(done["response"]?["@type"] == "type.googleapis.com/google.ai.generativelanguage.v1main.EmbedContentBatchOutput")
        let alone = try await mock.post(
            "/v1beta/models/gemini-embedding-001:embedContent", #"{"content":{"parts":[{"text":"a cat"}]},"outputDimensionality":8}"#
        ).json()
        #expect(answers(done)[0]["response"]?["embedding"] == alone["embedding"])
        #expect(alone["embedding"]?["values"]?.array?.count == 8)
        #expect(answers(done)[0]["response"]?["tokenCount"]?.string != nil)
        #expect(answers(done)[1]["error"]?["code"] == 3)
        let output = try #require(try await get(mock, file)["response"]?["responsesFile"]?.string)
        let line = try await mock.call(.get, "/download/v1beta/\(output):download?alt=media").json()
        #expect(line["response"]?["embedding"] == alone["embedding"])
    }

    @Test func aBatchIsCancelledUnlessItHasEnded() async throws {
        let mock = try make()
        let (first, second) = (try await create(mock, [request("a")]), try await create(mock, [request("b")]))
        let (one, two) = (try #require(first["name"]?.string), try #require(second["name"]?.string))
        #expect(try await mock.call(.post, "/v1beta/\(one):cancel").text() == "{}\n")
        time.advance(seconds: 10)
        #expect(try await mock.call(.post, "/v1beta/\(two):cancel").text() == "{}\n")
        let cancelled = try await get(mock, first)
        #expect(cancelled["metadata"]?["state"] == "BATCH_STATE_CANCELLED")
        #expect(cancelled["done"] == true)
        #expect(cancelled["error"]?["code"] == 1)
        #expect(cancelled["response"] == nil)
        #expect(try await get(mock, second)["metadata"]?["state"] == "BATCH_STATE_SUCCEEDED")
    }

    @Test func aBatchOfMoreThanTwoDaysExpires() async throws {
        let mock = try make { $0.batchSeconds = 200_000 }
        let batch = try await create(mock, [request("a")])
        time.advance(seconds: 172_799)
        #expect(try await get(mock, batch)["metadata"]?["state"] == "BATCH_STATE_RUNNING")
        time.advance(seconds: 1)
        let expired = try await get(mock, batch)
        #expect(expired["metadata"]?["state"] == "BATCH_STATE_EXPIRED")
        #expect(expired["done"] == true)
        #expect(expired["response"] == nil)
    }

    @Test func batchesAreListedUpdatedAndDeleted() async throws {
        let mock = try make()
        #expect(try await mock.call(.get, "/v1beta/batches").text() == "{}\n")
        var names: [String] = []
        for text in ["a", "b", "c"] { names.insert(try #require(try await create(mock, [request(text)])["name"]?.string), at: 0) }
        time.advance(seconds: 10)
        let page = try await mock.call(.get, "/v1beta/batches?pageSize=2").json()
        #expect(page["operations"]?.array?.map { $0["name"]?.string } == [names[0], names[1]])
        #expect(page["operations"]?.array?.allSatisfy { $0["done"] == true } == true)
        let token = try #require(page["nextPageToken"]?.string)
        let last = try await mock.call(.get, "/v1beta/batches?pageSize=2&pageToken=\(token)").json()
        #expect(last["operations"]?.array?.map { $0["name"]?.string } == [names[2]])
        #expect(last["nextPageToken"] == nil)
        let updated = try await mock.call(
            .patch, "/v1beta/\(names[0]):updateGenerateContentBatch?updateMask=display_name",
            body: .bytes(Array(#"{"displayName":"new","priority":"5"}"#.utf8))
        ).json()
        #expect(updated["displayName"] == "new")
        #expect(updated["priority"] == nil)
        #expect(try await mock.call(.delete, "/v1beta/\(names[0])").text() == "{}\n")
        for response in [
            try await mock.call(.get, "/v1beta/\(names[0])"), try await mock.call(.delete, "/v1beta/\(names[0])"),
            try await mock.call(.post, "/v1beta/batches/unknown:cancel"),
        ] {
            #expect(response.head.status.code == 404)
            #expect(try await response.message() == "Requested entity was not found.")
        }
    }

    @Test(
        arguments: [
            ("{}", 400), (#"{"batch":{}}"#, 400), (#"{"batch":{"inputConfig":{"requests":{"requests":[]}}}}"#, 400),
            (#"{"batch":{"inputConfig":{"fileName":"files/none"}}}"#, 403), (#"{"batch":7}"#, 400),
            (#"{"batch":{"inputConfig":{"fileName":"files/none","requests":{"requests":[{}]}}}}"#, 400),
            (#"{"batch":{"model":"models/gemini-2.5-pro","inputConfig":{"requests":{"requests":[{}]}}}}"#, 400),
        ]) func aBatchThatCannotBeIsRefused(_ body: String, _ status: Int) async throws
    {
        let mock = try make()
        #expect(try await mock.post("/v1beta/models/gemini-2.5-flash:batchGenerateContent", body).head.status.code == status)
    }

    @Test(arguments: [
        "models/none:batchGenerateContent", "models/gemini-embedding-001:batchGenerateContent",
        "models/gemini-2.5-flash:asyncBatchEmbedContent",
    ])
    func aModelThatCannotIsNotFound(_ verb: String) async throws {
        let mock = try make()
        let response = try await mock.post("/v1beta/\(verb)", "{}")
        #expect(response.head.status.code == 404)
        #expect(try await response.message().contains("is not supported for \(verb.split(separator: ":")[1])"))
    }

    @Test func oneLookDoesTheWorkWhileOthersSeeItRun() async throws {
        let mock = try make()
        try mock.enqueue(.fixture(["match": ["text": "once"], "response": ["candidates": [], "modelVersion": "fixture"], "times": 1]))
        let batch = try await create(mock, [request("once")] + (0..<50).map { request("item \($0)") })
        time.advance(seconds: 10)
        try await withThrowingTaskGroup(of: JSON.self) { group in
            for _ in 0..<8 { group.addTask { try await self.get(mock, batch) } }
            for try await operation in group {
                let state = operation["metadata"]?["state"]
                #expect(state == "BATCH_STATE_SUCCEEDED" || state == "BATCH_STATE_RUNNING")
            }
        }
        #expect(answers(try await get(mock, batch))[0]["response"]?["modelVersion"] == "fixture")
    }

    @Test func vertexJobsGoThroughTheirStates() async throws {
        let mock = try make()
        let path = "/v1beta1/projects/p/locations/l/batchPredictionJobs"
        let body =
            #"{"displayName":"j","model":"publishers/google/models/gemini-2.5-flash","inputConfig":{"instancesFormat":"jsonl","gcsSource":{"uris":["gs://b/in.jsonl"]}},"outputConfig":{"predictionsFormat":"jsonl","gcsDestination":{"outputUriPrefix":"gs://b/out"}}}"#
        let job = try await mock.post(path, body).json()
        let name = try #require(job["name"]?.string)
        #expect(try #/projects/p/locations/l/batchPredictionJobs/[0-9]{19}/#.wholeMatch(in: name) != nil)
        #expect(job["state"] == "JOB_STATE_PENDING")
        #expect(job["inputConfig"]?["gcsSource"]?["uris"] == ["gs://b/in.jsonl"])
        let other = try #require(try await mock.post(path, body).json()["name"]?.string)
        time.advance(seconds: 5)
        #expect(try await mock.call(.get, "/v1beta1/\(name)").json()["state"] == "JOB_STATE_RUNNING")
        #expect(try await mock.call(.post, "/v1beta1/\(other):cancel").text() == "{}\n")
        time.advance(seconds: 5)
        let done = try await mock.call(.get, "/v1beta1/\(name)").json()
        #expect(done["state"] == "JOB_STATE_SUCCEEDED")
        #expect(done["outputInfo"]?["gcsOutputDirectory"]?.string?.hasPrefix("gs://b/out/prediction-model-") == true)
        #expect(try await mock.call(.get, "/v1beta1/\(other)").json()["state"] == "JOB_STATE_CANCELLED")
        let list = try await mock.call(.get, path).json()["batchPredictionJobs"]?.array
        #expect(list?.map { $0["name"]?.string } == [other, name])
        #expect(try await mock.call(.delete, "/v1beta1/\(name)").json()["done"] == true)
        #expect(try await mock.call(.get, "/v1beta1/\(name)").head.status.code == 404)
        for wrong in ["{}", #"{"model":"publishers/google/models/gemini-2.5-flash"}"#] {
            #expect(try await mock.post(path, wrong).head.status.code == 400)
        }
    }
}
