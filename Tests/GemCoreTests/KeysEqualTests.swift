import GemCore
import HTTPTypes
import Testing

/// What `docs/CacheKey.md` calls equal: one key.
@Suite struct KeysEqualTests {
    static let spelling: [AskedGroup] = [
        AskedGroup(
            "E1 member order and white space",
            [
                Asked(#"{"contents":[{"role":"user","parts":[{"text":"a"}]}],"generationConfig":{"temperature":0,"topP":1}}"#),
                Asked(
                    "{ \"generationConfig\" :\n{ \"topP\":1 ,\t\"temperature\": 0},\r\n\"contents\": [ {\"parts\":[{\"text\":\"a\"}],\"role\":\"user\"} ] } "
                ),
                Asked("\u{FEFF}" + #"{"generationConfig":{"topP":1,"temperature":0},"contents":[{"role":"user","parts":[{"text":"a"}]}]}"#),
            ]),
        AskedGroup("E1 escapes", values: [#""A/é😀\n""#, #""\u0041\/\u00e9\ud83d\ude00\u000a""#, #""A\/\u00E9😀\n""#]) {
            part(#""text":\#($0)"#)
        },
        AskedGroup(
            "E1 escaped names", [Asked(part(#""text":"a""#)), Asked(#"{"\u0063ontents":[{"parts":[{"te\u0078t":"a"}]}]}"#)]),
        AskedGroup("E1 numbers", values: ["1", "1.0", "1e0", "10e-1", "0.1E+1", "1.000"]) { config(#""temperature":\#($0)"#) },
        AskedGroup("E1 numbers in strings", values: [#""0.5""#, #""\u0030.5""#, #""5e-1""#, "0.5"]) { config(#""temperature":\#($0)"#) },
        AskedGroup("E5 durations", values: [#""10s""#, #""\u00310s""#, #""10.000s""#, #""1e1s""#]) {
            part(#""fileData":{"fileUri":"gs://b/a"},"videoMetadata":{"startOffset":\#($0)}"#)
        },
        AskedGroup("E1 zero", values: ["0", "0.0", "-0", "0e9"]) { config(#""temperature":\#($0)"#) },
        AskedGroup("E1 floats of 32 bits", values: ["0.7", "0.70", "0.699999988079071", "7e-1"]) { config(#""temperature":\#($0)"#) },
        AskedGroup("E1 numbers in user data", values: ["1", "1.0", "1e0"]) { part(#""functionCall":{"name":"f","args":{"n":\#($0)}}"#) },
        AskedGroup("E1 int64 as text", values: ["7", "\"7\"", "7.0"]) { schema(#"{"type":"ARRAY","minItems":\#($0)}"#) },
        AskedGroup("E1 large bounds", values: ["12.0", "12", "1.2e1"]) { schema(#"{"type":"NUMBER","maximum":\#($0)}"#) },
        AskedGroup(
            "E1 the transcoder's leniency",
            [Asked(hello), Asked("{'contents':[{'parts':[{'text':'hello',},],},],}"), Asked(#"{contents:[{parts:[{text:"hello"}]}]}"#)]),
        AskedGroup(
            "E1 the last of equal names counts, a null is not there",
            [Asked(config(#""seed":2"#)), Asked(config(#""seed":1,"seed":2"#)), Asked(config(#""seed":2,"topK":null,"seed":null"#))]),
        AskedGroup(
            "E2 null and empty lists",
            [
                Asked(hello), Asked(hello(with: #""safetySettings":null,"tools":[],"systemInstruction":null,"cached_content":null"#)),
                Asked(config(#""stopSequences":[],"seed":null,"response_json_schema":null"#)),
                Asked(#"{"contents":[{"parts":[{"text":"hello","thought":null,"inlineData":null}],"role":null}]}"#),
            ]),
        AskedGroup(
            "E2 empty messages of the table",
            [
                Asked(hello), Asked(hello(with: #""generationConfig":{}"#)),
                Asked(hello(with: #""generation_config":{"thinkingConfig":{}}"#)),
                Asked(hello(with: #""toolConfig":{"functionCallingConfig":{}}"#)), Asked(hello(with: #""systemInstruction":{"parts":[]}"#)),
                Asked(hello(with: #""generationConfig":{"seed":null,"speechConfig":{}},"toolConfig":{}"#)),
            ]),
        AskedGroup("E2 empty maps", values: [#"{"type":"OBJECT"}"#, #"{"type":"OBJECT","properties":{},"required":[]}"#]) { schema($0) },
        AskedGroup(
            "E3 snake case",
            [
                Asked(
                    hello(
                        with:
                            #""systemInstruction":{"parts":[{"fileData":{"mimeType":"a/b","fileUri":"gs://x"}}]},"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT"}],"generationConfig":{"maxOutputTokens":5,"thinkingConfig":{"includeThoughts":true}}"#
                    )),
                Asked(
                    hello(
                        with:
                            #""system_instruction":{"parts":[{"fileData":{"mime_type":"a/b","file_uri":"gs://x"}}]},"safety_settings":[{"category":"HARM_CATEGORY_HARASSMENT"}],"generation_config":{"max_output_tokens":5,"thinkingConfig":{"include_thoughts":true}}"#
                    )),
            ]),
        AskedGroup(
            "E3 snake case in tools",
            [
                Asked(
                    hello(with: #""tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":{"a_b":1}}]},{"googleSearch":{}}]"#)),
                Asked(
                    hello(
                        with: #""tools":[{"function_declarations":[{"name":"f","parameters_json_schema":{"a_b":1}}]},{"google_search":{}}]"#
                    )),
            ]),
        AskedGroup(
            "E4 one for a list",
            [
                Asked(hello(with: #""tools":[{"functionDeclarations":[{"name":"f"}]}],"generationConfig":{"stopSequences":["x"]}"#)),
                Asked(
                    #"{"contents":{"parts":{"text":"hello"}},"tools":{"functionDeclarations":{"name":"f"}},"generationConfig":{"stopSequences":"x"}}"#
                ),
            ]),
        AskedGroup("E5 base64", values: ["YWJj__4=", "YWJj//4=", "YWJj__4", "YWJj//4", #"YWJj\/\/4\u003d"#]) {
            part(#""inlineData":{"mimeType":"image/png","data":"\#($0)"}"#)
        },
        AskedGroup("E5 base64 of signatures", values: ["_-8=", "/+8=", "_-8"]) { part(#""text":"a","thoughtSignature":"\#($0)""#) },
        AskedGroup("E5 schema types", values: ["\"STRING\"", "\"string\"", "\"String\"", "1", "1.0"]) { schema(#"{"type":\#($0)}"#) },
        AskedGroup("E5 enum integers", values: ["\"ANY\"", "2"]) {
            hello(with: #""toolConfig":{"functionCallingConfig":{"mode":\#($0)}}"#)
        },
        AskedGroup("E5 enum integers of the Developer API", values: ["\"HARM_CATEGORY_HARASSMENT\"", "7"]) {
            hello(with: #""safetySettings":[{"category":\#($0),"threshold":"BLOCK_NONE"}]"#)
        },
        AskedGroup(
            "E5 enum integers of Vertex AI",
            [
                Asked(hello(with: #""safetySettings":[{"category":7,"threshold":4}]"#)),
                Asked(
                    hello(with: #""safetySettings":[{"category":3,"threshold":"BLOCK_NONE"}]"#),
                    "/v1beta1/publishers/google/models/m:generateContent"),
            ]),
        AskedGroup("E5 durations", values: ["\"300s\"", "\"300.000s\"", "\"300.0s\""]) {
            part(#""fileData":{"fileUri":"gs://v"},"videoMetadata":{"startOffset":\#($0)}"#)
        },
    ]

    static let addressing: [AskedGroup] = [
        AskedGroup(
            "E6 model spellings",
            [
                Asked(hello, "/v1beta/models/m:generateContent"), Asked(hello(with: #""model":"models/m""#)),
                Asked(hello(with: #""model":"m""#)),
                Asked(hello, "/v1/projects/P/locations/L/publishers/google/models/m:generateContent"),
                Asked(
                    hello(with: #""model":"projects/P/locations/L/publishers/google/models/m""#),
                    "/v1beta1/projects/Q/locations/K/publishers/google/models/m:generateContent"),
                Asked(hello, "/v1beta1/publishers/google/models/m:generateContent"),
            ]),
        AskedGroup(
            "E7 version, query and place",
            [
                Asked(hello), Asked(hello, "/v1/models/m:generateContent?key=secret&quotaUser=me"),
                Asked(
                    hello,
                    "/v1alpha/models/m:generateContent?prettyPrint=false&%24alt=json%3Benum-encoding%3Dint&$prettyPrint=true&alt=json"),
            ]),
        AskedGroup(
            "E8 framing",
            [
                Asked(hello), Asked(hello, "/v1beta/models/m:streamGenerateContent"),
                Asked(hello, "/v1beta/models/m:streamGenerateContent?alt=sse"),
            ]),
        AskedGroup(
            "E9 roles",
            [
                Asked(hello), Asked(#"{"contents":[{"role":"user","parts":[{"text":"hello"}]}]}"#),
                Asked(#"{"contents":[{"role":"USER","parts":[{"text":"hello"}]}]}"#),
            ]),
        AskedGroup("E9 the system instruction's role", values: [#""role":"user","#, #""role":"system","#, "", #""role":"model","#]) {
            hello(with: #""systemInstruction":{\#($0)"parts":[{"text":"x"}]}"#)
        },
        AskedGroup(
            "E9 thought and labels",
            [Asked(hello), Asked(part(#""text":"hello","thought":false"#)), Asked(hello(with: #""labels":{"a":"b"}"#))]),
        AskedGroup(
            "countTokens, both forms and services",
            [
                Asked(hello, "/v1beta/models/m:countTokens"),
                Asked(
                    #"{"generateContentRequest":{"model":"models/m","contents":[{"parts":{"text":"hello"}}]}}"#,
                    "/v1beta/models/m:countTokens"),
                Asked(#"{"contents":[],"generate_content_request":\#(hello)}"#, "/v1beta/models/m:countTokens"),
                Asked(#"{"generateContentRequest":\#(hello),"contents":[{"parts":[{"text":"ignored"}]}]}"#, "/v1beta/models/m:countTokens"),
                Asked(hello, "/v1/projects/P/locations/L/publishers/google/models/m:countTokens"),
            ]),
        AskedGroup(
            "queries",
            queries: [
                "a=x&b=b+c&a=y&c=d%20e&f=", "c=d%20e&a=x&a=y&f&b=b+c", "b=b+c&f=&a=%78&%61=%79&key=k&c=%64%20e",
                "&a=x&&a=y&prettyPrint=false&c=d%20e&f=&b=%62+c",
            ]),
        AskedGroup("queries with escaped plus signs", queries: ["a=b%2Bc%25", "a=b%2bc%25", "%61=%62%2b%63%25"]),
        AskedGroup("queries with escaped percent signs", queries: ["a=b%252Bc", "a=b%25%32Bc"]),
    ]

    static let embeddings: [AskedGroup] = [
        AskedGroup(
            "E11 one embedding",
            [
                Asked(#"{"content":{"parts":[{"text":"t"}]}}"#, "/v1beta/models/gemini-embedding-001:embedContent"),
                Asked(
                    #"{"content":{"role":"user","parts":{"text":"t"}},"outputDimensionality":3072,"model":"models/gemini-embedding-001"}"#,
                    "/v1beta/models/gemini-embedding-001:embedContent"),
                Asked(
                    #"{"requests":[{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"t"}]}}]}"#,
                    "/v1/models/gemini-embedding-001:batchEmbedContents"),
                Asked(
                    #"{"requests":{"content":{"parts":[{"text":"t"}]},"output_dimensionality":3072}}"#,
                    "/v1beta/models/gemini-embedding-001:batchEmbedContents"),
                Asked(
                    #"{"content":{"parts":[{"text":"t"}]},"embedContentConfig":{"outputDimensionality":"3072"}}"#,
                    "/v1beta1/projects/P/locations/L/publishers/google/models/gemini-embedding-001:embedContent"),
                Asked(
                    #"{"instances":[{"content":"t"}],"parameters":{"outputDimensionality":3072.0,"autoTruncate":true}}"#,
                    "/v1beta1/projects/P/locations/L/publishers/google/models/gemini-embedding-001:predict"),
                Asked(
                    #"{"parameters":{},"instances":[{"content":"t"}]}"#,
                    "/v1/projects/P/locations/L/publishers/google/models/gemini-embedding-001:predict"),
            ]),
        AskedGroup(
            "E11 with task, title and size",
            [
                Asked(
                    #"{"content":{"parts":[{"text":"t"}]},"taskType":"RETRIEVAL_DOCUMENT","title":"x","outputDimensionality":256}"#,
                    "/v1beta/models/text-embedding-005:embedContent"),
                Asked(
                    #"{"requests":[{"content":{"parts":[{"text":"t"}]},"task_type":2,"title":"x","outputDimensionality":256}]}"#,
                    "/v1beta/models/text-embedding-005:batchEmbedContents"),
                Asked(
                    #"{"content":{"parts":[{"text":"t"}]},"title":"y","embed_content_config":{"task_type":3,"title":"x","output_dimensionality":256}}"#,
                    "/v1/projects/P/locations/L/publishers/google/models/text-embedding-005:embedContent"),
                Asked(
                    #"{"instances":[{"task_type":"RETRIEVAL_DOCUMENT","content":"t","title":"x"}],"parameters":{"outputDimensionality":256.0}}"#,
                    "/v1/projects/P/locations/L/publishers/google/models/text-embedding-005:predict"),
            ]),
    ]

    static let callIDs: [AskedGroup] = [
        AskedGroup("E12 ids by pairing", values: ["x1", "call-99", "é"]) { id in
            #"{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":{},"id":"\#(id)"}},{"functionCall":{"id":"\#(id)2","name":"g"}}]},{"parts":[{"functionResponse":{"id":"\#(id)2","name":"g","response":{}}},{"functionResponse":{"name":"f","response":{},"id":"\#(id)"}}]}]}"#
        }
    ]

    @Test(arguments: spelling + addressing + embeddings + callIDs) func equalRequestsShareAKey(_ group: AskedGroup) throws {
        let first = try #require(try group.requests[0].question())
        for request in group.requests.dropFirst() {
            let question = try #require(try request.question())
            #expect(
                question.key == first.key,
                "\(request)\n\(String(decoding: question.canonical, as: UTF8.self))\n\(String(decoding: first.canonical, as: UTF8.self))")
            #expect(question.canonical == first.canonical)
        }
    }

    @Test(arguments: [
        "/v1beta/models/veo-3/operations/a", "/v1beta/tunedModels/t/operations/b", "/v1beta/tunedModels/t", "/v1beta/tunedModels",
        "/v1beta1/projects/p/locations/l/publishers/google/models/veo-3/operations/c", "/v1beta/models/m/permissions",
    ])
    func whatIsPolledOrBelongsToAnAccountIsNoQuestion(path: String) throws {
        let question = try Question.read(method: .get, path: path, body: [])
        #expect(question == nil)
    }

    @Test func knownMediaIsKeyedByItsContent() throws {
        let bytes = Array("picture".utf8)
        let content = MediaContent(mimeType: "image/png", length: 7, identity: .digest(Digest(of: bytes)))
        let attachment = Attachment(mimeType: "image/png", length: 7, digest: Digest(of: bytes), path: "/p")
        let resolver = KnownMedia(files: [
            "files/abc": content, "https://generativelanguage.googleapis.com/v1beta/files/new": content, attachment.uri: content,
        ])
        let inline = try Asked(part(#""inlineData":{"mimeType":"image/png","data":"cGljdHVyZQ=="},"videoMetadata":{"fps":2}"#)).question(
            resolver)
        for uri in resolver.files.keys {
            for mime in [#""mimeType":"image/png","#, "", #""mime_type":"image/png","#] {
                let file = try Asked(part(#""videoMetadata":{"fps":2},"file_data":{\#(mime)"fileUri":"\#(uri)"}"#)).question(resolver)
                #expect(file?.canonical == inline?.canonical)
                #expect(file?.traits == [])
            }
            let other = try Asked(part(#""fileData":{"mimeType":"image/jpeg","fileUri":"\#(uri)"},"videoMetadata":{"fps":2}"#)).question(
                resolver)
            #expect(other?.key != inline?.key)
        }
    }

    @Test func aMisspeltFileAfterAKnownOneStaysWhatItIs() throws {
        let content = MediaContent(mimeType: "a/b", length: 1, identity: .digest(Digest(of: [1])))
        func key(_ second: String) throws -> RequestKey? {
            try Asked(#"{"contents":[{"parts":[{"fileData":{"fileUri":"files/a"}},{"\#(second)":"files/a"}]}]}"#)
                .question(KnownMedia(files: ["files/a": content]))?.key
        }
        #expect(try key("fileData") != key("inlineData"))
    }

    @Test func aFileKnownByItsSHA256HasAStableKey() throws {
        func key(_ uri: String, _ hash: UInt8) throws -> RequestKey? {
            let content = MediaContent(mimeType: "video/mp4", length: 9, identity: .sha256([UInt8](repeating: hash, count: 32)))
            return try Asked(part(#""fileData":{"fileUri":"\#(uri)"}"#)).question(KnownMedia(files: [uri: content]))?.key
        }
        #expect(try key("files/a", 1) == key("files/b", 1))
        #expect(try key("files/a", 1) != key("files/a", 2))
    }

    @Test func cachedContentIsKeyedByWhatItHolds() throws {
        let first = try Question.canonical(
            ofCachedContent: Array(#"{"model":"models/m","contents":[{"parts":[{"text":"x"}]}],"ttl":"300s"}"#.utf8))
        let again = try Question.canonical(
            ofCachedContent: Array(#"{"contents":{"parts":{"text":"x"}},"model":"models/m","expireTime":"t","displayName":"n"}"#.utf8))
        #expect(first == again)
        let resolver = KnownMedia(contents: ["cachedContents/1": first, "cachedContents/2": again, "cachedContents/3": [1]])
        func question(_ id: Int) throws -> Question? {
            try Asked(hello(with: #""cachedContent":"cachedContents/\#(id)""#)).question(resolver)
        }
        #expect(try question(1)?.key == question(2)?.key)
        #expect(try question(1)?.key != question(3)?.key)
        #expect(try question(1)?.traits == [])
        #expect(try question(4)?.traits == .unknownMedia)
    }

    @Test func aBatchOfEmbeddingsIsReadItemByItem() throws {
        let path = "/v1beta/models/gemini-embedding-001:batchEmbedContents"
        let body = #"{"requests": [{"content":{"parts":[{"text":"a"}]} }, {"content":{"parts":[{"text":"b"}]},"taskType":"CLUSTERING"},],}"#
        let batch = try #require(try EmbeddingBatch.read(method: .post, path: path, body: Array(body.utf8)))
        #expect(
            batch.items.map { String(decoding: $0.body, as: UTF8.self) } == [
                #"{"content":{"parts":[{"text":"a"}]} }"#, #"{"content":{"parts":[{"text":"b"}]},"taskType":"CLUSTERING"}"#,
            ])
        let alone = try Asked(#"{"content":{"parts":[{"text":"a"}]}}"#, "/v1beta/models/gemini-embedding-001:embedContent").question()
        #expect(batch.items[0].question.canonical == alone?.canonical)
        let whole = try Asked(body, path).question()
        #expect(whole != nil && batch.items.allSatisfy { $0.question.key != whole?.key })
        let single = try EmbeddingBatch.read(method: .post, path: "/v1beta/models/m:embedContent", body: [])
        #expect(single?.items.count == nil)
    }
}
