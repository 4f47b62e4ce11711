import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct CachedContentTests {
    private static let handbook = String(repeating: "Every release of the handbook is reviewed by two people first. ", count: 400)

    private func body(_ rest: String = "", text: String = handbook, model: String = "models/gemini-2.5-flash") -> String {
        #"{"model":"\#(model)","contents":[{"role":"user","parts":[{"text":"\#(text)"}]}]\#(rest)}"#
    }

    private func create(_ mock: MockGemini, _ rest: String = "") async throws -> JSON {
        let response = try await mock.post("/v1beta/cachedContents", body(rest))
        #expect(response.head.status == .ok)
        return try await response.json()
    }

    private func use(_ name: String, _ rest: String = "") -> String {
        #"{"contents":{"parts":{"text":"What is reviewed?"}},"cachedContent":"\#(name)"\#(rest)}"#
    }

    @Test func aCacheTellsItsNameAndTimesButNotItsContents() async throws {
        let time = ManualTime(try #require(Timestamp("2026-08-10T23:31:28.075714Z")))
        let mock = try MockGemini.make { $0.time = time }
        let cache = try await create(mock, #","ttl":"300s""#)
        let names = cache.object?.members.map(\.name)
        #expect(names == ["name", "model", "createTime", "updateTime", "expireTime", "displayName", "usageMetadata"])
        let name = try #require(cache["name"]?.string)
        #expect(try #/cachedContents/[a-z0-9]{40}/#.wholeMatch(in: name) != nil)
        #expect(cache["model"] == "models/gemini-2.5-flash")
        #expect(cache["createTime"] == "2026-08-10T23:31:28.075714Z")
        #expect(cache["expireTime"] == "2026-08-10T23:36:27.975714493Z")
        #expect(cache["displayName"] == "")
        #expect(cache["usageMetadata"]?.object?.members.map(\.name) == ["totalTokenCount"])
        #expect(try await mock.call(.get, "/v1beta/\(name)").json() == cache)
    }

    @Test func anAnswerStandsOnWhatIsCached() async throws {
        let mock = try MockGemini.make()
        let cache = try await create(mock, #","systemInstruction":{"parts":{"text":"Answer like a pirate."}}"#)
        let name = try #require(cache["name"]?.string)
        let cached = try #require(cache["usageMetadata"]?["totalTokenCount"]?.int)
        let answer = try await mock.generate(use(name))
        #expect(answer.answer.contains("Answer like a pirate."))
        #expect(answer.answer.contains("What is reviewed?"))
        #expect(answer.answer.contains("Every release of the handbook"))
        #expect(answer.usage("cachedContentTokenCount") == cached)
        #expect(answer["usageMetadata"]?["cacheTokensDetails"] == [["modality": "TEXT", "tokenCount": .int(cached)]])
        let names = answer["usageMetadata"]?.object?.members.map(\.name) ?? []
        #expect(
            Array(names.prefix(6)) == [
                "promptTokenCount", "candidatesTokenCount", "totalTokenCount", "cachedContentTokenCount", "promptTokensDetails",
                "cacheTokensDetails",
            ])
        let plain = try await mock.generate(prompt("What is reviewed?"))
        #expect(answer.usage("promptTokenCount") == cached + plain.usage("promptTokenCount"))
        #expect(plain["usageMetadata"]?["cachedContentTokenCount"] == nil)
    }

    @Test func countsAndStreamsKnowTheCacheToo() async throws {
        let mock = try MockGemini.make()
        let cache = try await create(mock)
        let name = try #require(cache["name"]?.string)
        let cached = try #require(cache["usageMetadata"]?["totalTokenCount"]?.int)
        let request = #"{"model":"models/gemini-2.5-flash",\#(use(name).dropFirst())"#
        let count = try await mock.post(
            "/v1beta/models/gemini-2.5-flash:countTokens", #"{"generateContentRequest":\#(request)}"#
        ).json()
        #expect(count["cachedContentTokenCount"]?.int == cached)
        #expect(try #require(count["totalTokens"]?.int) > cached)
        let names = count.object?.members.map(\.name)
        #expect(names == ["totalTokens", "cachedContentTokenCount", "promptTokensDetails", "cacheTokensDetails"])
        let stream = try await mock.post("/v1beta/models/gemini-2.5-flash:streamGenerateContent", use(name)).json()
        let events = try #require(stream.array)
        #expect(events.allSatisfy { $0.usage("cachedContentTokenCount") == cached })
    }

    @Test func equalCachesGiveEqualAnswers() async throws {
        let mock = try MockGemini.make()
        let names = [try await create(mock)["name"]?.string, try await create(mock)["name"]?.string].compactMap { $0 }
        #expect(Set(names).count == 2)
        let answers = [try await mock.generate(use(names[0])), try await mock.generate(use(names[1]))]
        #expect(answers[0] == answers[1])
        let keys = mock.requests.suffix(2).compactMap(\.key)
        #expect(keys.count == 2)
        #expect(Set(keys).count == 1)
    }

    @Test func whatIsCachedIsNotSentAgain() async throws {
        let mock = try MockGemini.make()
        let name = try #require(try await create(mock)["name"]?.string)
        for rest in [
            #","systemInstruction":{"parts":{"text":"x"}}"#, #","tools":[{"googleSearch":{}}]"#,
            #","tool_config":{"functionCallingConfig":{"mode":"AUTO"}}"#,
        ] {
            let response = try await mock.post("/v1beta/models/gemini-2.5-flash:generateContent", use(name, rest))
            #expect(response.head.status.code == 400)
            #expect(
                try await response.message()
                    == "CachedContent can not be used with GenerateContent request setting system_instruction, tools or tool_config.\n\nProposed fix: move those values to CachedContent from GenerateContent request."
            )
        }
        #expect(try await mock.post("/v1beta/models/gemini-2.5-flash:generateContent", use(name, #","tools":[]"#)).head.status == .ok)
    }

    @Test func anotherModelCannotUseIt() async throws {
        let mock = try MockGemini.make()
        let name = try #require(try await create(mock)["name"]?.string)
        let response = try await mock.post("/v1beta/models/gemini-2.5-pro:generateContent", use(name))
        #expect(response.head.status.code == 400)
        #expect(
            try await response.message()
                == "Model used by GenerateContent request (models/gemini-2.5-pro) and CachedContent (models/gemini-2.5-flash) has to be the same."
        )
    }

    @Test func whatIsTooSmallIsRefusedWithBothNumbers() async throws {
        let mock = try MockGemini.make()
        let small = try await mock.post("/v1beta/cachedContents", body(text: "four"))
        #expect(small.head.status.code == 400)
        #expect(try await small.message() == "Cached content is too small. total_token_count=2, min_total_token_count=1024")
        let large = try await mock.post("/v1beta/cachedContents", body(text: "four", model: "models/gemini-3.5-flash"))
        #expect(try await large.message().hasSuffix("min_total_token_count=4096"))
        for (rest, status) in [
            (body(model: "models/nothing"), 404), (body(model: "models/gemini-embedding-001"), 404), (#"{"contents":[]}"#, 400),
        ] {
            #expect(try await mock.post("/v1beta/cachedContents", rest).head.status.code == status)
        }
    }

    @Test func aCacheIsGoneWhenItsTimeIsUp() async throws {
        let time = ManualTime()
        let mock = try MockGemini.make { $0.time = time }
        let name = try #require(try await create(mock, #","ttl":"60.5s""#)["name"]?.string)
        let standard = try #require(try await create(mock)["name"]?.string)
        time.advance(seconds: 61)
        for response in [
            try await mock.call(.get, "/v1beta/\(name)"), try await mock.call(.delete, "/v1beta/\(name)"),
            try await mock.call(.patch, "/v1beta/\(name)", body: .bytes(Array(#"{"ttl":"9s"}"#.utf8))),
            try await mock.post("/v1beta/models/gemini-2.5-flash:generateContent", use(name)),
            try await mock.post("/v1beta/models/gemini-2.5-flash:generateContent", use("cachedContents/unknown")),
        ] {
            #expect(response.head.status.code == 403)
            #expect(try await response.message() == "CachedContent not found (or permission denied)")
        }
        #expect(try await mock.call(.get, "/v1beta/\(standard)").head.status == .ok)
        time.advance(seconds: 3600)
        #expect(try await mock.call(.get, "/v1beta/\(standard)").head.status.code == 403)
        #expect(try await mock.call(.get, "/v1beta/cachedContents").text() == "{}\n")
        let dead = try await create(mock, #","expireTime":"2020-01-01T00:00:00Z""#)
        #expect(dead["expireTime"] == "2020-01-01T00:00:00.000000Z")
        #expect(try await mock.call(.get, "/v1beta/\(try #require(dead["name"]?.string))").head.status.code == 403)
    }

    @Test(arguments: ["", "?updateMask=ttl", "?updateMask=ttl,expire_time"]) func aPatchMovesItsEnd(_ mask: String) async throws {
        let time = ManualTime(try #require(Timestamp("2026-01-01T00:00:00Z")))
        let mock = try MockGemini.make { $0.time = time }
        let name = try #require(try await create(mock, #","ttl":"60s","displayName":"book""#)["name"]?.string)
        time.advance(seconds: 30)
        let patched = try await mock.call(.patch, "/v1beta/\(name)\(mask)", body: .bytes(Array(#"{"ttl":"600s"}"#.utf8))).json()
        #expect(patched["createTime"] == "2026-01-01T00:00:00.000000Z")
        #expect(patched["updateTime"] == "2026-01-01T00:00:30.000000Z")
        #expect(patched["expireTime"] == "2026-01-01T00:10:29.900000493Z")
        #expect(patched["displayName"] == "book")
        time.advance(seconds: 500)
        let expire = #"{"expire_time":"2026-01-02T00:00:00+01:00"}"#
        let again = try await mock.call(.patch, "/v1beta/\(name)", body: .bytes(Array(expire.utf8))).json()
        #expect(again["expireTime"] == "2026-01-01T23:00:00.000000Z")
        #expect(try await mock.call(.get, "/v1beta/\(name)").json() == again)
    }

    @Test(
        arguments: [
            ("", "{}"), ("?updateMask=displayName", #"{"displayName":"x"}"#), ("", #"{"ttl":"soon"}"#), ("", #"{"ttl":"-1s"}"#),
            ("", #"{"ttl":"1e999s"}"#), ("", #"{"expireTime":"tomorrow"}"#), ("", #"{"ttl":"1s","expireTime":"2030-01-01T00:00:00Z"}"#),
        ]) func aPatchThatSaysNothingGoodIsRefused(_ mask: String, _ body: String) async throws
    {
        let mock = try MockGemini.make()
        let name = try #require(try await create(mock)["name"]?.string)
        let response = try await mock.call(.patch, "/v1beta/\(name)\(mask)", body: .bytes(Array(body.utf8)))
        #expect(response.head.status.code == 400)
        #expect(try await response.message().isEmpty == false)
    }

    @Test func anEndBeyondAllTimeIsNoCrash() async throws {
        let mock = try MockGemini.make()
        let cache = try await create(mock, #","ttl":"315576000000s""#)
        #expect(cache["expireTime"]?.string?.hasPrefix("9999-12-31") == true)
        #expect(try await mock.call(.get, "/v1beta/\(try #require(cache["name"]?.string))").head.status == .ok)
    }

    @Test func cachesAreListedNewestFirstAndDeletedWhileReading() async throws {
        let mock = try MockGemini.make()
        var names: [String] = []
        for _ in 0..<5 { names.insert(try #require(try await create(mock)["name"]?.string), at: 0) }
        var seen: [String] = []
        var token: String? = ""
        while let next = token {
            let page = try await mock.call(.get, "/v1beta/cachedContents?pageSize=2&pageToken=\(next)").json()
            for cache in page["cachedContents"]?.array ?? [] {
                let name = try #require(cache["name"]?.string)
                seen.append(name)
                #expect(try await mock.call(.delete, "/v1beta/\(name)").text() == "{}\n")
            }
            token = page["nextPageToken"]?.string
        }
        #expect(seen == names)
        #expect(try await mock.call(.get, "/v1beta/cachedContents").text() == "{}\n")
        #expect(try await mock.call(.get, "/v1beta/cachedContents?pageToken=junk").head.status.code == 400)
    }

    @Test func aFixtureAnswersForACacheTheMockNeverSaw() async throws {
        let mock = try MockGemini.make()
        try mock.enqueue(.fixture(["match": ["text": "reviewed"], "response": ["candidates": [], "modelVersion": "recorded"]]))
        #expect(try await mock.generate(use("cachedContents/elsewhere"))["modelVersion"] == "recorded")
    }

    @Test func vertexHasNumbersForIdsAndItsOwnWords() async throws {
        let mock = try MockGemini.make()
        let scope = "projects/p/locations/global"
        let model = "\(scope)/publishers/google/models/gemini-2.5-flash"
        let cache = try await mock.post("/v1beta1/\(scope)/cachedContents", body(#","ttl":"300s""#, model: model)).json()
        let name = try #require(cache["name"]?.string)
        #expect(try #/projects/p/locations/global/cachedContents/[0-9]{19}/#.wholeMatch(in: name) != nil)
        #expect(cache["model"] == .string(model))
        #expect(cache["displayName"] == nil)
        #expect(cache["expireTime"]?.string?.count == 27)
        #expect(try await mock.call(.get, "/v1beta1/\(name)").json() == cache)
        #expect(try await mock.call(.get, "/v1beta1/\(scope)/cachedContents").json()["cachedContents"]?.array?.count == 1)
        #expect(try await mock.call(.get, "/v1beta/cachedContents").text() == "{}\n")
        let path = "/v1beta1/\(scope)/publishers/google/models"
        let answer = try await mock.post(
            "\(path)/gemini-2.5-flash:generateContent", use(name).replacing("\"parts\"", with: "\"role\":\"user\",\"parts\"")
        ).json()
        #expect(answer.usage("cachedContentTokenCount") == cache["usageMetadata"]?["totalTokenCount"]?.int)
        #expect(answer["usageMetadata"]?["cacheTokensDetails"] == nil)
        let other = try await mock.post("\(path)/gemini-2.5-pro:generateContent", use(name))
        #expect(try await other.message() == "Cached content model does not match the model in the request.")
        let strange = try await mock.post("\(path)/gemini-2.5-flash:generateContent", use("1234567890"))
        #expect(try await strange.message() == "Invalid CachedContent name: 1234567890.")
        #expect(try await mock.call(.delete, "/v1beta1/\(name)").text() == "{}\n")
        let gone = try await mock.call(.get, "/v1beta1/\(name)")
        #expect(gone.head.status.code == 404)
        #expect(try await gone.message() == "Not found: cache content metadata \(name.split(separator: "/").last ?? "").")
    }

    @Test func aCacheKeepsWhatItsFilesHeld() async throws {
        let time = ManualTime()
        let mock = try MockGemini.make { $0.time = time }
        let file = try await mock.upload(Array(Self.handbook.utf8), "text/plain")
        let (name, uri) = (try #require(file["name"]?.string), try #require(file["uri"]?.string))
        let part = #"{"file_data":{"file_uri":"\#(uri)","mime_type":"text/plain"}}"#
        let cache = try await mock.post(
            "/v1beta/cachedContents", #"{"model":"models/gemini-2.5-flash","contents":[{"parts":[\#(part)]}],"ttl":"400000s"}"#
        ).json()
        let used = use(try #require(cache["name"]?.string))
        let before = try await mock.generate(used)
        #expect(before.answer.contains("text/plain, \(Self.handbook.utf8.count) bytes"))
        #expect(try await mock.call(.delete, "/v1beta/\(name)").head.status == .ok)
        time.advance(seconds: 300_000)
        #expect(try await mock.generate(used).answer == before.answer)
        #expect(try await mock.call(.get, "/v1beta/files").text() == "{}\n")
    }

    @Test func resetForgetsCaches() async throws {
        let mock = try MockGemini.make()
        _ = try await create(mock)
        mock.reset()
        #expect(try await mock.call(.get, "/v1beta/cachedContents").text() == "{}\n")
    }
}
