import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct ElsewhereTests {
    @Test func theDiscoveryDocumentNamesTheUploadPathOnTheServersOwnAddress() async throws {
        let mock = try MockGemini.make { $0.baseURL = "http://127.0.0.1:4321/" }
        for path in ["/$discovery/rest?version=v1beta&key=abc", "/%24discovery/rest?version=v1beta"] {
            let response = try await mock.call(.get, path, key: nil)
            #expect(response.head.status == .ok)
            let document = try await response.json()
            #expect(document["rootUrl"]?.string == "http://127.0.0.1:4321/")
            let upload = try #require(document["resources"]?["media"]?["methods"]?["upload"])
            #expect(upload["path"]?.string == "v1beta/files")
            #expect(upload["mediaUpload"]?["protocols"]?["simple"]?["path"]?.string == "/upload/v1beta/files")
            let taken = try #require(upload["request"]?["$ref"]?.string)
            #expect(document["schemas"]?[taken]?["id"]?.string == taken)
        }
    }

    @Test func nobodyHasTunedModels() async throws {
        let mock = try MockGemini.make()
        let list = try await mock.call(.get, "/v1beta/tunedModels?pageSize=50")
        #expect(list.head.status == .ok)
        #expect(try await list.text() == "{}\n")
        #expect(try await mock.call(.get, "/v1beta/tunedModels", key: nil).head.status.code == 403)
        #expect(try await mock.call(.get, "/v1beta/tunedModels/mine").head.status.code == 404)
    }

    @Test(arguments: ["/", "/nothing", "/v1beta", "/v1beta/nothing", "/v1beta/models/gemini-2.5-flash:doNothing", "/upload/v1beta/nothing"])
    func aPageThatIsNotThereIsHTMLForEveryone(path: String) async throws {
        for key in [nil, "test-key"] {
            let response = try await MockGemini.make().call(.post, path, key: key)
            #expect(response.head.status.code == 404)
            #expect(try response.field("Content-Type") == "text/html; charset=UTF-8")
            #expect(try await response.text().hasPrefix("<!DOCTYPE html>"))
        }
    }

    @Test func aModelsOperationIsNotFound() async throws {
        let response = try await MockGemini.make().call(.get, "/v1beta/models/veo-3.1/operations/abc")
        #expect(response.head.status.code == 404)
        #expect(try await response.message() == "Requested entity was not found.")
    }

    @Test(arguments: ["/v1beta/fileSearchStores", "/v1beta/fileSearchStores/x", "/v1beta/models/veo-3.1:predictLongRunning"])
    func whatOnlyTheRealServiceHasIsSaidToBeMissing(path: String) async throws {
        let response = try await MockGemini.make().call(.post, path)
        #expect(response.head.status.code == 501)
        #expect(try await response.message().contains("does not serve"))
    }

    @Test func aRetiredModelAnswersAndIsNotListed() async throws {
        let mock = try MockGemini.make()
        for name in ["gemini-1.5-flash", "gemini-2.0-flash-exp", "gemini-2.5-pro-preview-05-06"] {
            #expect(try await mock.generate(prompt("Are you there?"), model: name).answer.contains("Are you there?"))
        }
        let vector = try await mock.post("/v1beta/models/text-embedding-004:embedContent", #"{"content":{"parts":[{"text":"boat"}]}}"#)
        #expect(try await vector.json()["embedding"]?["values"]?.array?.count == 768)
        let listed = try await mock.call(.get, "/v1beta/models?pageSize=1000").text()
        #expect(!listed.contains("gemini-1.5-flash"))
        #expect(listed.contains("models/gemini-3.8-flash"))
    }

    @Test(arguments: [
        ("UklGRiAAAABXRUJQVlA4TBQAAAAvPUAGAAcQEf0PAAnh/3k1ov+pAw==", 62, 26),
        ("UklGRkAAAABXRUJQVlA4WAoAAAAQAAAAYwAAMQAAQUxQSAAAAAAA", 100, 50),
        ("UklGRkAAAABXRUJQVlA4IDQAAADwAQCdASogABAAAgA0JaQAA3AA/vuUAAA=", 32, 16),
    ])
    func aWebPPictureTellsItsSize(data: String, width: Int, height: Int) async throws {
        let body = #"{"contents":[{"parts":[{"inlineData":{"mimeType":"image/webp","data":"\#(data)"}},{"text":"How large?"}]}]}"#
        let answer = try await MockGemini.make().generate(body).answer
        #expect(answer.contains("\(width)"))
        #expect(answer.contains("\(height)"))
    }
}
