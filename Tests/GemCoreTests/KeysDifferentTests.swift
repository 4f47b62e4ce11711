import GemCore
import HTTPTypes
import Testing

/// What `docs/CacheKey.md` calls different: another key for each.
@Suite struct KeysDifferentTests {
    static let embed = "/v1beta/models/gemini-embedding-001:embedContent"

    static let groups: [AskedGroup] = [
        AskedGroup(
            "D1 operation and model",
            [
                Asked(hello), Asked(hello, "/v1beta/models/m:countTokens"),
                Asked(hello, "/v1beta1/publishers/google/models/m:computeTokens"),
                Asked(hello, "/v1beta/models/n:generateContent"), Asked(hello, "/v1beta/tunedModels/m:generateContent"),
                Asked(hello, "/v1/projects/P/locations/L/endpoints/m:generateContent"),
                Asked(hello, "/v1/projects/Q/locations/L/endpoints/m:generateContent"),
                Asked(hello, "/v1/projects/P/locations/L/models/m:generateContent"),
                Asked(hello, "/v1/projects/P/locations/L/publishers/other/models/m:generateContent"),
                Asked(hello(with: #""model":"models/other""#)),
            ]),
        AskedGroup(
            "D1 bytes and MIME types",
            values: [
                #""mimeType":"a/b","data":"YWJj""#, #""mimeType":"a/b","data":"YWJk""#, #""mimeType":"a/c","data":"YWJj""#,
                #""data":"YWJj""#, #""mimeType":"a/b","data":"YWJjZA""#, #""mimeType":"a/b","data":"no base64!""#,
                #""mimeType":"a/b","data":"no base64?""#, #""mimeType":"a/b","data":"YWJ=""#, #""mimeType":"a/b""#,
            ]
        ) {
            part(#""inlineData":{\#($0)}"#)
        },
        AskedGroup(
            "D1 order",
            [
                Asked(#"{"contents":[{"parts":[{"text":"a"},{"text":"b"}]}]}"#),
                Asked(#"{"contents":[{"parts":[{"text":"b"},{"text":"a"}]}]}"#),
                Asked(#"{"contents":[{"parts":[{"text":"a"}]},{"parts":[{"text":"b"}]}]}"#),
                Asked(#"{"contents":[{"parts":[{"text":"b"}]},{"parts":[{"text":"a"}]}]}"#),
            ]),
        AskedGroup(
            "D1 order of tools",
            values: [
                #"[{"googleSearch":{}},{"codeExecution":{}}]"#, #"[{"codeExecution":{}},{"googleSearch":{}}]"#,
                #"[{"codeExecution":{},"googleSearch":{}}]"#, #"[{"codeExecution":{}}]"#, "[{}]", #"[{"urlContext":{}}]"#, "[]",
            ]
        ) {
            hello(with: #""tools":\#($0)"#)
        },
        AskedGroup(
            "D1 order of stop sequences and enums",
            values: [
                #""stopSequences":["a","b"]"#, #""stopSequences":["b","a"]"#, #""stopSequences":["ab"]"#, #""stopSequences":["a"]"#,
                #""stopSequences":[""]"#, #""responseModalities":["TEXT","IMAGE"]"#, #""responseModalities":["IMAGE","TEXT"]"#,
            ]
        ) { config($0) },
        AskedGroup("D1 values of a schema's enum", values: [#"["a","b"]"#, #"["b","a"]"#, #"["A","b"]"#, #"["a","b","c"]"#]) {
            schema(#"{"type":"STRING","enum":\#($0)}"#)
        },
        AskedGroup(
            "D2 part boundaries and turns",
            [
                Asked(#"{"contents":[{"parts":[{"text":"ab"},{"text":"c"}]}]}"#),
                Asked(#"{"contents":[{"parts":[{"text":"a"},{"text":"bc"}]}]}"#),
                Asked(#"{"contents":[{"parts":[{"text":"abc"}]}]}"#), Asked(#"{"contents":[{"role":"model","parts":[{"text":"abc"}]}]}"#),
                Asked(#"{"contents":[{"role":"function","parts":[{"text":"abc"}]}]}"#),
                Asked(#"{"systemInstruction":{"parts":[{"text":"abc"}]}}"#),
                Asked(#"{"contents":[{"parts":[{"text":"abc","thought":true}]}]}"#),
                Asked(#"{"contents":[{"parts":[{"text":""}]}]}"#), Asked(#"{"contents":[{"parts":[{}]}]}"#), Asked(#"{"contents":[{}]}"#),
                Asked("{}"),
            ]),
        AskedGroup(
            "D3 generationConfig",
            values: [
                "", #""temperature":1.0"#, #""temperature":0"#, #""temperature":0.7"#, #""temperature":0.71"#, #""seed":0"#, #""seed":1"#,
                #""seed":-1"#, #""candidateCount":1"#, #""candidateCount":2"#, #""topP":1"#, #""topK":1"#, #""topK":40"#,
                #""maxOutputTokens":1"#, #""maxOutputTokens":10"#, #""maxOutputTokens":100"#, #""presencePenalty":1"#,
                #""frequencyPenalty":1"#, #""thinkingConfig":{"thinkingBudget":0}"#, #""thinkingConfig":{"thinkingBudget":-1}"#,
                #""thinkingConfig":{"includeThoughts":false}"#, #""thinkingConfig":{"includeThoughts":true}"#,
                #""thinkingConfig":{"thinkingLevel":"LOW"}"#, #""thinkingConfig":{"thinkingLevel":"HIGH"}"#,
                #""mediaResolution":"MEDIA_RESOLUTION_LOW""#, #""mediaResolution":"MEDIA_RESOLUTION_HIGH""#,
                #""responseMimeType":"application/json""#, #""responseSchema":{"type":"STRING"}"#, #""responseSchema":{}"#,
                #""responseJsonSchema":{"type":"string"}"#, #""responseJsonSchema":{}"#, #""somethingNew":1"#, #""something_new":1"#,
                #""somethingNew":null"#, #""somethingNew":{}"#, #""somethingNew":[]"#,
            ]
        ) { config($0) },
        AskedGroup(
            "D4 safety, tools and tier",
            [
                Asked(hello), Asked(hello(with: #""safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}]"#)),
                Asked(hello(with: #""safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"OFF"}]"#)),
                Asked(hello(with: #""safetySettings":[{"category":"HARM_CATEGORY_HATE_SPEECH","threshold":"OFF"}]"#)),
                Asked(
                    hello(with: #""safetySettings":[{"category":7,"threshold":"OFF"}]"#),
                    "/v1beta1/publishers/google/models/m:generateContent"),
                Asked(hello(with: #""serviceTier":"flex""#)), Asked(hello(with: #""serviceTier":"priority""#)),
                Asked(hello(with: #""toolConfig":{"functionCallingConfig":{"mode":"AUTO"}}"#)),
                Asked(hello(with: #""toolConfig":{"functionCallingConfig":{"mode":"NONE"}}"#)),
                Asked(hello(with: #""toolConfig":{"functionCallingConfig":{"mode":4}}"#)),
                Asked(hello(with: #""tools":[{"functionDeclarations":[{"name":"f","description":"d"}]}]"#)),
                Asked(hello(with: #""tools":[{"functionDeclarations":[{"name":"f"}]}]"#)),
                Asked(hello(with: #""tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT"}}]}]"#)),
            ]),
        AskedGroup(
            "D4 video metadata",
            values: [
                "", #","videoMetadata":{"startOffset":"1s"}"#, #","videoMetadata":{"endOffset":"1s"}"#,
                #","videoMetadata":{"startOffset":"1.5s"}"#, #","videoMetadata":{"fps":1}"#, #","videoMetadata":{"fps":0.5}"#,
                #","mediaResolution":{"level":"MEDIA_RESOLUTION_LOW"}"#,
            ]
        ) {
            part(#""fileData":{"fileUri":"gs://v","mimeType":"video/mp4"}\#($0)"#)
        },
        AskedGroup(
            "D5 embeddings",
            [
                Asked(#"{"content":{"parts":[{"text":"t"}]}}"#, embed),
                Asked(#"{"content":{"parts":[{"text":"t"}]},"taskType":"CLUSTERING"}"#, embed),
                Asked(#"{"content":{"parts":[{"text":"t"}]},"taskType":"CLASSIFICATION"}"#, embed),
                Asked(#"{"content":{"parts":[{"text":"t"}]},"taskType":"RETRIEVAL_DOCUMENT","title":"a"}"#, embed),
                Asked(#"{"content":{"parts":[{"text":"t"}]},"taskType":"RETRIEVAL_DOCUMENT","title":"b"}"#, embed),
                Asked(#"{"content":{"parts":[{"text":"t"}]},"outputDimensionality":768}"#, embed),
                Asked(#"{"content":{"parts":[{"text":"t"}]},"outputDimensionality":1536}"#, embed),
                Asked(#"{"content":{"parts":[{"text":"t"},{"text":"t"}]}}"#, embed),
                Asked(#"{"content":{"parts":[{"text":"t"}]}}"#, "/v1beta/models/gemini-embedding-2:embedContent"),
                Asked(
                    #"{"requests":[{"content":{"parts":[{"text":"t"}]}},{"content":{"parts":[{"text":"t"}]}}]}"#,
                    "/v1beta/models/gemini-embedding-001:batchEmbedContents"),
                Asked(
                    #"{"requests":[{"content":{"parts":[{"text":"t"}]},"model":"models/other"}]}"#,
                    "/v1beta/models/gemini-embedding-001:batchEmbedContents"),
                Asked(
                    #"{"instances":[{"content":"t"}],"parameters":{"autoTruncate":false}}"#,
                    "/v1/projects/P/locations/L/publishers/google/models/gemini-embedding-001:predict"),
            ]),
        AskedGroup(
            "D6 URIs",
            values: [
                "https://youtu.be/a", "https://youtu.be/b", "https://www.youtube.com/watch?v=a", "gs://b/a", "https://example.com/files/a",
                "http://example.com/files/a", "https://youtu.be/A", "https://a.example/v1/files/a", "https://b.example/v1/files/a",
                "https://generativelanguage.googleapis.com/v1/files/a",
            ]
        ) {
            part(#""fileData":{"fileUri":"\#($0)"}"#)
        },
        AskedGroup(
            "D7 arguments",
            values: [
                #"{"user_id":1}"#, #"{"userId":1}"#, #"{"userId":"1"}"#, #"{"userId":null}"#, #"{"userId":{}}"#, #"{"userId":[]}"#, "{}",
                #"{"userId":9007199254740993}"#, #"{"userId":9007199254740992}"#, #"{"userId":false}"#, #"{"userId":[1]}"#,
                #"{"a":1,"b":2}"#, #"{"a":2,"b":1}"#,
            ]
        ) {
            part(#""functionCall":{"name":"f","args":\#($0)}"#)
        },
        AskedGroup(
            "D7 responses",
            values: [
                #"{"out_put":"a"}"#, #"{"outPut":"a"}"#, #"{"type":"string"}"#, #"{"type":"STRING"}"#, #"{"contents":{}}"#,
                #"{"contents":[{}]}"#, #"{"contents":null}"#, "{}",
            ]
        ) {
            part(#""functionResponse":{"name":"f","response":\#($0)}"#)
        },
        AskedGroup("D7 names of properties", values: ["user_id", "userId", "USER_ID", "type", "minItems", "min_items"]) {
            schema(#"{"type":"OBJECT","properties":{"\#($0)":{"type":"STRING"}}}"#)
        },
        AskedGroup(
            "D7 defaults and examples",
            values: [#""default":null"#, #""default":{}"#, #""example":{"a_b":1}"#, #""example":{"aB":1}"#, #""nullable":false"#, ""]
        ) {
            schema(#"{"type":"OBJECT"\#($0.isEmpty ? "" : ",")\#($0)}"#)
        },
        AskedGroup(
            "D7 JSON schemas keep their order",
            values: [
                #"{"properties":{"a":{"type":"string"},"b":{}}}"#, #"{"properties":{"b":{},"a":{"type":"string"}}}"#,
                #"{"properties":{"a":{"type":"STRING"},"b":{}}}"#, #"{"additionalProperties":false}"#, #"{"additional_properties":false}"#,
                #"{"a":null}"#, #"{"a":[]}"#, #"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#,
            ]
        ) {
            config(#""responseJsonSchema":\#($0)"#)
        },
        AskedGroup("D7 parameters' JSON schemas", values: [#"{"a_b":1,"c":2}"#, #"{"c":2,"a_b":1}"#, #"{"aB":1,"c":2}"#, "{}"]) {
            hello(with: #""tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":\#($0)}]}]"#)
        },
        AskedGroup(
            "D8 texts",
            values: [
                "hello", " hello", "hello ", "Hello", "hello\\n", "hello\\r\\n", "\u{E9}", "e\u{301}", "\u{FB01}", "fi", "", "\\u0000",
                "\\ud800", "\\ufffd", "\\udc00", "hello\u{200B}",
            ]
        ) { part(#""text":"\#($0)""#) },
        AskedGroup(
            "D9 sample and namespace",
            [
                Asked(hello), Asked(hello, sample: 1), Asked(hello, sample: 2), Asked(hello, namespace: "a"), Asked(hello, namespace: "b"),
                Asked(hello, sample: 1, namespace: "a"),
            ]),
        AskedGroup(
            "E12 pairings",
            [("a", "b", "a", "b"), ("a", "b", "b", "a"), ("a", "a", "a", "a"), ("a", "b", "a", "a"), ("", "", "", ""), ("a", "b", "", "")]
                .map { ids in
                    Asked(
                        #"{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","id":"\#(ids.0)"}},{"functionCall":{"name":"f","id":"\#(ids.1)"}}]},{"parts":[{"functionResponse":{"name":"f","id":"\#(ids.2)"}},{"functionResponse":{"name":"f","id":"\#(ids.3)"}}]}]}"#
                    )
                }),
        AskedGroup(
            "models",
            [
                Asked("", "/v1beta/models", method: .get), Asked("", "/v1beta/models?pageSize=2", method: .get),
                Asked("", "/v1beta/models?pageSize=2&pageToken=x", method: .get), Asked("", "/v1beta/models/m", method: .get),
                Asked("", "/v1beta/models/n", method: .get), Asked("", "/v1beta1/publishers/other/models", method: .get),
                Asked("", "/v1/projects/P/locations/L/models", method: .get), Asked("", "/v1/projects/Q/locations/L/models", method: .get),
            ]),
        AskedGroup(
            "dialects",
            [
                Asked(#"{"model":"m","input":"hello"}"#, "/v1beta/interactions"),
                Asked(#"{"model":"m","input":"hello"}"#, "/v1beta/openai/chat/completions"),
                Asked(#"{"model":"m","input":"hello"}"#, "/v1beta/openai/embeddings"),
                Asked(#"{"model":"m","input":"hello","x":null}"#, "/v1beta/interactions"),
                Asked(#"{"model":"m","input":["hello"]}"#, "/v1beta/interactions"),
            ]),
        AskedGroup(
            "queries",
            [
                Asked(hello), Asked(hello, "/v1beta/models/m:generateContent?fields=a"),
                Asked(hello, "/v1beta/models/m:generateContent?fields=b"),
            ]),
        AskedGroup("items of one name in another order", queries: ["a=x&a=y", "a=y&a=x", "a=x", "a=y", "a=x&a=x", "a=x&b=y", "a=y&b=x"]),
        AskedGroup(
            "what a plus and a broken escape may mean",
            queries: [
                "a=b+c", "a=b%2Bc", "a=b%20c", "a=b%252Bc", "a=b%25252Bc", "a=b%%32Bc", "a=b%zc", "a=b%25zc", "a%2Bb=c",
                "a+b=c", "a%20b=c", "a+b=1&a%20b=2", "a%20b=2&a+b=1", "a%2Bb=1&a+b=2", "a+b=2&a%2Bb=1",
            ]),
    ]

    @Test(arguments: groups) func differentRequestsHaveKeysOfTheirOwn(_ group: AskedGroup) throws {
        var owners: [RequestKey: Asked] = [:]
        for request in group.requests {
            let question = try #require(try request.question())
            if let owner = owners[question.key] {
                Issue.record("One key for\n\(owner)\n\(request)\n\(String(decoding: question.canonical, as: UTF8.self))")
            }
            owners[question.key] = request
        }
    }

    @Test(arguments: [
        "/upload/v1beta/files", "/v1beta/files", "/v1beta/models/m:batchGenerateContent", "/v1beta/models/m:asyncBatchEmbedContent",
        "/v1beta/cachedContents", "/v1beta/models/imagen-4:predict", "/v1beta/models/m:predictLongRunning",
        "/v1beta/interactions/v1_x/cancel", "/",
    ])
    func otherOperationsAreNoQuestions(_ path: String) throws {
        #expect(try Asked("{}", path).question() == nil)
    }

    @Test func traitsSayWhatMayBeKept() throws {
        func traits(_ body: String, _ path: String = "/v1beta/models/m:generateContent") throws -> Question.Traits? {
            try Asked(body, path).question()?.traits
        }
        #expect(try traits(hello) == [])
        for tool in [
            "googleSearch", "google_search", "googleSearchRetrieval", "urlContext", "googleMaps", "fileSearch", "enterpriseWebSearch",
        ] {
            #expect(try traits(hello(with: #""tools":[{"\#(tool)":{}}]"#)) == .timeDependent)
            #expect(try traits(hello(with: #""tools":[{"\#(tool)":null}]"#)) == [])
        }
        #expect(try traits(hello(with: #""tools":[{"codeExecution":{}}]"#)) == [])
        for uri in ["https://youtu.be/x", "http://example.com/a.pdf", "HTTPS://example.com/v1/data/files"] {
            #expect(try traits(part(#""fileData":{"fileUri":"\#(uri)"}"#)) == .timeDependent)
        }
        #expect(try traits(part(#""fileData":{"fileUri":"gs://b/o"}"#)) == [])
        for uri in [
            "files/abc-1", "https://generativelanguage.googleapis.com/v1beta/files/abc", "http://127.0.0.1:80/v1/files/abc",
            "gemcache-blob:00112233445566778899aabbccddeeff",
            "https://generativelanguage.googleapis.com/v1beta/files/abc:download?alt=media",
        ] {
            #expect(try traits(part(#""fileData":{"fileUri":"\#(uri)"}"#)) == .unknownMedia)
        }
        #expect(try traits(hello(with: #""cachedContent":"cachedContents/x""#)) == .unknownMedia)
        for query in ["fields=a", "$callback=f", "callback=f", "alt=media", "$alt=proto", "%24alt=proto"] {
            #expect(try traits(hello, "/v1beta/models/m:generateContent?\(query)") == .bypass)
        }
        #expect(try traits(#"{"model":"m","previous_interaction_id":"v1_x"}"#, "/v1beta/interactions") == .unknownMedia)
        #expect(try traits(#"{"model":"m","previous_interaction_id":null}"#, "/v1beta/interactions") == [])
        #expect(try traits(#"{"model":"m","tools":[{"type":"google_search"}]}"#, "/v1beta/interactions") == .timeDependent)
    }

    @Test func aSecretNeverReachesTheForm() throws {
        func question(_ header: String) throws -> Question? {
            try Asked(
                hello(
                    with:
                        #""tools":[{"mcpServers":[{"name":"s","streamableHttpTransport":{"url":"https://h","headers":{"Authorization":"\#(header)"}}}]}]"#
                )
            ).question()
        }
        let first = try #require(try question("hunter2"))
        #expect(first.traits.contains(.secret))
        #expect(!String(decoding: first.canonical, as: UTF8.self).contains("hunter2"))
        #expect(try question("other")?.key == first.key)
        let plain = try Asked(
            hello(with: #""tools":[{"mcpServers":[{"name":"s","streamableHttpTransport":{"url":"https://h","headers":{}}}]}]"#)
        ).question()
        #expect(plain?.traits.contains(.secret) == false)
    }

    @Test(arguments: [
        "https://user:hunter2@h/mcp", "https://hunter2@h", "HTTPS://h/mcp?api_key=hunter2", "https://h?a=b&Access-Token=hunter2#x",
        "https://h/mcp?%6Bey=hunter2", "wss://h/#token=hunter2", "/v1beta/files/abc?key=hunter2",
    ])
    func anAddressWithACredentialIsASecret(_ address: String) throws {
        #expect(AddressSecret.isHeld(in: address))
        for body in [
            hello(with: #""tools":[{"mcpServers":[{"name":"s","streamableHttpTransport":{"url":"\#(address)"}}]}]"#),
            hello(with: #""tools":{"mcp_servers":{"streamable_http_transport":{"url":"\#(address)"}}}"#),
            hello(with: #""tools":[{"retrieval":{"externalApi":{"endpoint":"\#(address)"}}}]"#),
            part(#""fileData":{"mimeType":"a/b","fileUri":"\#(address)"}"#),
        ] {
            let question = try #require(try Asked(body).question())
            #expect(question.traits.contains(.secret), "\(body)")
            #expect(!String(decoding: question.canonical, as: UTF8.self).contains("hunter2"))
            let notes = try KeyExplanation(method: .post, path: "/v1beta/models/m:generateContent", body: Array(body.utf8))?.notes ?? []
            #expect(!"\(notes)".contains("hunter2"))
        }
        for path in ["/v1beta/openai/chat/completions", "/v1beta/interactions"] {
            let body = #"{"model":"m","tools":[{"type":"mcp","server_url":"\#(address)"}]}"#
            let question = try #require(try Asked(body, path).question())
            #expect(question.traits.contains(.secret))
            #expect(!String(decoding: question.canonical, as: UTF8.self).contains("hunter2"))
        }
    }

    @Test(arguments: [
        "https://h/mcp", "https://h/user:p@th", "https://h/mcp?keyword=a&key", "https://h/mcp?key=", "mail me@h: see https://a@b",
        "what://is this?key=a", "data:text/plain;base64,Pz9rZXk9", "a@b?key=c",
    ])
    func anotherAddressIsNone(_ address: String) throws {
        #expect(!AddressSecret.isHeld(in: address))
        let body = hello(with: #""tools":[{"mcpServers":[{"name":"s","streamableHttpTransport":{"url":"\#(address)"}}]}]"#)
        let question = try #require(try Asked(body).question())
        #expect(!question.traits.contains(.secret) && String(decoding: question.canonical, as: UTF8.self).contains(address))
    }

    @Test(arguments: [
        ("", 0), ("{", 1), ("[]", 0), ("\"x\"", 0), (#"{"contents":}"#, 12), (#"{"contents":[}"#, 13), (#"{"contents" 1}"#, 12),
        (hello + "x", hello.utf8.count),
        (#"{"contents":"a"#, 14), (#"{"a":01}"#, 5), (#"{"a":1.}"#, 5), (#"{"a":tru}"#, 5), (#"{"a":"\x"}"#, 8), (#"{"a":"\u12g4"}"#, 10),
        (#"{"a":1 "b":2}"#, 7), (#"{,}"#, 1), (#"{"a":nul}"#, 5),
    ])
    func malformedBodiesNameTheByte(_ body: String, _ offset: Int) {
        let error = #expect(throws: GemError.self) { try Asked(body).question() }
        #expect(error?.code == .badInput)
        #expect(error?.message.contains("(at byte \(offset))") == true, "\(error?.message ?? "")")
    }

    @Test func depthIsLimited() throws {
        func nested(_ depth: Int) -> String {
            config(#""x":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth))
        }
        #expect(try Asked(nested(190)).question() != nil)
        #expect(throws: GemError.self) { try Asked(nested(200)).question() }
        #expect(throws: GemError.self) { try Asked(String(repeating: "[", count: 1_000_000)).question() }
    }

    @Test func bytesThatAreNoUTF8AreRefused() {
        for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xE2, 0x82], [0xED], [0xF5, 0x80, 0x80, 0x80], [0x80]] {
            let body = Array(#"{"contents":[{"parts":[{"text":""#.utf8) + bytes + Array(#""}]}]}"#.utf8)
            #expect(throws: GemError.self) { try Question.read(method: .post, path: "/v1beta/models/m:generateContent", body: body) }
        }
    }
}
