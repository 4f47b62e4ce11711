import GemCore
import HTTPTypes
import Testing

/// More of what `docs/CacheKey.md` says, operation by operation, at depths and in spellings that clients rarely use.
@Suite struct KeysAttackTests {
    static let vertex = "/v1beta1/projects/P/locations/L/publishers/google/models/m:generateContent"
    static let embedding = "/v1beta/models/gemini-embedding-001:embedContent"
    static let batch = "/v1beta/models/gemini-embedding-001:batchEmbedContents"
    static let predict = "/v1/projects/P/locations/L/publishers/google/models/gemini-embedding-001:predict"
    static let chat = "/v1beta/openai/chat/completions"
    static let vertexChat = "/v1/projects/P/locations/L/endpoints/openapi/chat/completions"

    /// A body with these members of the first tool.
    static func tool(_ members: String) -> String { hello(with: #""tools":[{\#(members)}]"#) }

    static let equal: [AskedGroup] = [
        AskedGroup(
            "E1 spelling at every level",
            [
                Asked(schema(#"{"type":"ARRAY","items":{"type":"OBJECT","properties":{"é":{"type":"NUMBER","maximum":1e2}}}}"#)),
                Asked(
                    schema(
                        "{'items' : {\n'properties':{\"\\u00e9\":{maximum:100.0,'type':'NUMBER'},},type:'OBJECT'},\r\n\ttype:'ARRAY',}")),
            ]),
        AskedGroup("E1 numbers of all sizes", values: ["1e400", "10e399", "0.1E+401"]) {
            part(#""functionCall":{"name":"f","args":{"n":\#($0)}}"#)
        },
        AskedGroup("E1 zero in user data", values: ["0", "-0", "-0.0", "0e400"]) {
            part(#""functionCall":{"name":"f","args":{"n":\#($0)}}"#)
        },
        AskedGroup("E1 32-bit fields as text", values: ["7", "\"7\"", "7.0", "70e-1"]) { config(#""seed":\#($0)"#) },
        AskedGroup("E1 text that spells no number stays text", values: ["\"NaN\"", #""\u004eaN""#]) { config(#""temperature":\#($0)"#) },
        AskedGroup(
            "E2 null everywhere",
            [
                Asked(Self.tool(#""functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT"}}]"#)),
                Asked(
                    Self.tool(
                        #""googleSearch":null,"functionDeclarations":[{"name":"f","description":null,"behavior":null,"parameters":{"type":"OBJECT","nullable":null,"items":null,"required":null,"anyOf":[],"enum":[]},"response":null}]"#
                    )),
            ]),
        AskedGroup(
            "E2 empty messages within empty messages",
            [
                Asked(hello),
                Asked(
                    hello(
                        with: #""toolConfig":{"functionCallingConfig":{"allowedFunctionNames":[]},"retrievalConfig":{"languageCode":null}}"#
                    )),
                Asked(
                    hello(
                        with:
                            #""generationConfig":{"imageConfig":{},"routingConfig":{},"modelConfig":null,"thinking_config":{"thinkingBudget":null}}"#
                    )),
                Asked(hello(with: #""system_instruction":{"role":"system","parts":null}"#)),
            ]),
        AskedGroup(
            "E3 snake case below snake case",
            [
                Asked(
                    hello(
                        with:
                            #""toolConfig":{"functionCallingConfig":{"allowedFunctionNames":["f"]},"retrievalConfig":{"latLng":{"latitude":1}}},"generationConfig":{"speechConfig":{"multiSpeakerVoiceConfig":{"speakerVoiceConfigs":[{"speaker":"a","voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"v"}}}]}},"responseSchema":{"anyOf":[{"minItems":1,"propertyOrdering":["a"]}]}}"#
                    )),
                Asked(
                    hello(
                        with:
                            #""tool_config":{"function_calling_config":{"allowed_function_names":["f"]},"retrieval_config":{"lat_lng":{"latitude":1}}},"generation_config":{"speech_config":{"multi_speaker_voice_config":{"speaker_voice_configs":[{"speaker":"a","voice_config":{"prebuilt_voice_config":{"voice_name":"v"}}}]}},"response_schema":{"any_of":[{"min_items":1,"property_ordering":["a"]}]}}"#
                    )),
            ]),
        AskedGroup(
            "E4 one for a list at every level",
            [
                Asked(
                    hello(
                        with:
                            #""tools":[{"functionDeclarations":[{"name":"f","parameters":{"required":["a"],"anyOf":[{"enum":["x"]}]}}]}],"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT"}],"generationConfig":{"responseModalities":["TEXT"]}"#
                    )),
                Asked(
                    hello(
                        with:
                            #""tools":{"functionDeclarations":{"name":"f","parameters":{"required":"a","anyOf":{"enum":"x"}}}},"safetySettings":{"category":7},"generationConfig":{"responseModalities":1}"#
                    )),
            ]),
        AskedGroup("E5 integers for enums", values: [#"["TEXT","AUDIO"]"#, "[1,3]", #"["Text",3.0]"#, #"[1,"audio"]"#]) {
            config(#""responseModalities":\#($0)"#)
        },
        AskedGroup(
            "E5 integers for the enums of parts",
            values: [
                #""executableCode":{"language":"PYTHON","code":"1"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK"}},{"functionResponse":{"name":"f","scheduling":"WHEN_IDLE"}"#,
                #""executable_code":{"language":1,"code":"1"}},{"code_execution_result":{"outcome":1}},{"function_response":{"name":"f","scheduling":2}"#,
            ]
        ) { part($0) },
        AskedGroup(
            "E5 integers for schema types at every level",
            values: [
                #"{"type":"OBJECT","properties":{"a":{"type":"ARRAY","items":{"type":"INTEGER"}}},"anyOf":[{"type":"NULL"}]}"#,
                #"{"type":6,"properties":{"a":{"type":5,"items":{"type":3}}},"anyOf":[{"type":7}]}"#,
                #"{"type":"object","properties":{"a":{"type":"array","items":{"type":"integer"}}},"any_of":[{"type":"null"}]}"#,
            ]
        ) { schema($0) },
        AskedGroup(
            "E5 Vertex AI's integers are its own",
            [
                Asked(hello(with: #""toolConfig":{"functionCallingConfig":{"mode":"VALIDATED"}}"#)),
                Asked(hello(with: #""toolConfig":{"functionCallingConfig":{"mode":4}}"#)),
                Asked(hello(with: #""toolConfig":{"functionCallingConfig":{"mode":5}}"#), vertex),
            ]),
        AskedGroup("E5 durations below zero and in fractions", values: ["\"1.5s\"", "\"1.500000s\"", "\"15e-1s\""]) {
            part(#""fileData":{"fileUri":"gs://v"},"videoMetadata":{"endOffset":\#($0)}"#)
        },
        AskedGroup("E5 base64 in a function's response", values: ["_-8=", "/+8", #"\/+8="#]) {
            part(#""functionResponse":{"name":"f","parts":[{"inlineData":{"mimeType":"a/b","data":"\#($0)"}}]}"#)
        },
        AskedGroup("E5 base64 of voices", values: ["_-8=", "/+8"]) {
            config(#""speechConfig":{"voiceConfig":{"replicatedVoiceConfig":{"voiceSampleAudio":"\#($0)","consent_audio":"\#($0)"}}}"#)
        },
        AskedGroup(
            "E6 the model in other dialects",
            [
                Asked(#"{"model":"m","messages":[]}"#, chat), Asked(#"{"messages":[],"model":"models/m"}"#, chat),
                Asked(#"{"messages":[],"model":"google/m"}"#, vertexChat),
                Asked(#"{"model":"publishers/google/models/m","messages":[]}"#, vertexChat),
            ]),
        AskedGroup("E6 the model of an interaction", values: ["m", "models/m"]) { #"{"model":"\#($0)","input":"hi"}"# },
        AskedGroup(
            "E7 project and place of a Google model",
            [
                Asked(hello, vertex), Asked(hello, "/v1/projects/Q/locations/global/publishers/google/models/m:generateContent"),
                Asked(hello, "/v1beta1/publishers/google/models/m:generateContent?key=k"), Asked(hello),
            ]),
        AskedGroup(
            "E9 roles in countTokens and embeddings",
            [
                Asked(#"{"content":{"parts":[{"text":"t"}]}}"#, embedding),
                Asked(#"{"content":{"role":"User","parts":[{"text":"t"}]},"labels":{"a":"b"}}"#, embedding),
                Asked(
                    #"{"requests":[{"content":{"role":"user","parts":{"text":"t","thought":false}}}],"model":"models/gemini-embedding-001"}"#,
                    batch),
                Asked(#"{"instances":{"content":"t"},"labels":{"a":"b"}}"#, predict),
            ]),
        AskedGroup(
            "countTokens with all of a request inside",
            [
                Asked(
                    #"{"generateContentRequest":{"model":"models/m","contents":{"parts":{"text":"hello"}},"systemInstruction":{"role":"x","parts":{"text":"s"}},"generationConfig":{},"tools":[]}}"#,
                    "/v1beta/models/m:countTokens"),
                Asked(
                    #"{"generate_content_request":{"contents":[{"parts":[{"text":"hello"}]}],"system_instruction":{"parts":[{"text":"s"}]}}}"#,
                    "/v1/models/m:countTokens"),
                Asked(
                    hello(with: #""systemInstruction":{"parts":[{"text":"s"}]}"#),
                    "/v1/projects/P/locations/L/publishers/google/models/m:countTokens"),
            ]),
        AskedGroup("E12 ids in either order of members", values: ["p", "qq"]) { id in
            #"{"contents":[{"role":"model","parts":[{"functionCall":{"id":"\#(id)","name":"f"}}]},{"parts":[{"functionResponse":{"response":{},"name":"f","id":"\#(id)"}}]}],"tools":[]}"#
        },
    ]

    static let different: [AskedGroup] = [
        AskedGroup(
            "unknown names stand at every level",
            values: [
                "", #","new":1"#, #","New":1"#, #","new_name":1"#, #","newName":1"#, #","newName":null"#, #","newName":{}"#,
                #","newName":[]"#,
                #","newName":"1""#,
            ]
        ) {
            #"{"contents":[{"parts":[{"text":"hello"\#($0)}]}]}"#
        },
        AskedGroup(
            "where an unknown name stands",
            [
                Asked(#"{"contents":[{"parts":[{"text":"hello","new":1}]}]}"#),
                Asked(#"{"contents":[{"parts":[{"text":"hello"}],"new":1}]}"#),
                Asked(#"{"contents":[{"parts":[{"text":"hello"}]}],"new":1}"#), Asked(config(#""new":1"#)),
                Asked(config(#""thinkingConfig":{"new":1}"#)), Asked(Self.tool(#""new":1"#)),
                Asked(Self.tool(#""googleSearch":{"new":1}"#)),
                Asked(schema(#"{"new":1}"#)), Asked(schema(#"{"items":{"new":1}}"#)), Asked(schema(#"{"properties":{"new":{}}}"#)),
            ]),
        AskedGroup(
            "unknown names in a message and in the object that overrides it",
            [
                Asked(#"{"content":{"parts":[{"text":"t"}]},"new":1}"#, embedding),
                Asked(#"{"content":{"parts":[{"text":"t"}]},"embedContentConfig":{"new":1}}"#, embedding),
                Asked(#"{"content":{"parts":[{"text":"t"}]},"new":2,"embedContentConfig":{"new":1}}"#, embedding),
                Asked(#"{"requests":[{"content":{"parts":[{"text":"t"}]}}],"new":1}"#, batch),
                Asked(#"{"instances":[{"content":"t"}],"parameters":{"newer":1}}"#, predict),
                Asked(#"{"instances":[{"content":"t"}],"newer":1}"#, predict),
                Asked(#"{"instances":[{"content":"t","newer":1}]}"#, predict),
            ]),
        AskedGroup(
            "what is no member of a batch does not hold for its items",
            [
                Asked(#"{"requests":[{"content":{"parts":[{"text":"t"}]},"taskType":"CLUSTERING"}]}"#, batch),
                Asked(#"{"requests":[{"content":{"parts":[{"text":"t"}]}}],"taskType":"CLUSTERING"}"#, batch),
                Asked(#"{"requests":[{"content":{"parts":[{"text":"t"}]}}]}"#, batch),
            ]),
        AskedGroup(
            "two members of one name that the API would join",
            [
                Asked(#"{"contents":[{"parts":[{"text":"a"}]}],"contents":[{"parts":[{"text":"b"}]}]}"#),
                Asked(#"{"contents":[{"parts":[{"text":"b"}]}],"contents":[{"parts":[{"text":"a"}]}]}"#),
                Asked(#"{"contents":[{"parts":[{"text":"a"}]}]}"#), Asked(#"{"contents":[{"parts":[{"text":"b"}]}]}"#),
                Asked(#"{"contents":[{"parts":[{"text":"a"}]},{"parts":[{"text":"b"}]}]}"#),
                Asked(hello(with: #""generationConfig":{"seed":1},"generation_config":{"topK":1}"#)),
                Asked(hello(with: #""generationConfig":{"topK":1}"#)), Asked(hello(with: #""generationConfig":{"seed":1}"#)),
            ]),
        AskedGroup(
            "two members of a oneof",
            values: [
                #""text":"a""#, #""text":"a","inlineData":{"data":"YQ"}"#, #""inlineData":{"data":"YQ"}"#,
                #""text":"a","functionCall":{"name":"f"}"#, #""functionCall":{"name":"f"}"#,
            ]
        ) { part($0) },
        AskedGroup(
            "D1 kinds of tools",
            values: [
                #""googleSearch":{}"#, #""googleSearch":{"excludeDomains":["a"]}"#,
                #""googleSearch":{"timeRangeFilter":{"startTime":"2026-01-01T00:00:00Z"}}"#,
                #""googleSearchRetrieval":{}"#, #""googleSearchRetrieval":{"dynamicRetrievalConfig":{"dynamicThreshold":0.3}}"#,
                #""googleSearchRetrieval":{"dynamicRetrievalConfig":{"dynamicThreshold":0.4}}"#, #""urlContext":{}"#,
                #""codeExecution":{}"#,
                #""googleMaps":{}"#, #""googleMaps":{"enableWidget":true}"#, #""fileSearch":{"fileSearchStoreNames":["a"]}"#,
                #""fileSearch":{"fileSearchStoreNames":["b"]}"#, #""fileSearch":{"fileSearchStoreNames":["a"],"topK":3}"#,
                #""computerUse":{"environment":"ENVIRONMENT_BROWSER"}"#, #""computerUse":{}"#, #""enterpriseWebSearch":{}"#,
                #""retrieval":{"vertexAiSearch":{"datastore":"d"}}"#, #""retrieval":{"vertexRagStore":{"similarityTopK":3}}"#,
                #""mcpServers":[{"name":"a"}]"#, #""mcpServers":[{"name":"b"}]"#,
            ]
        ) { Self.tool($0) },
        AskedGroup(
            "D1 signatures and media of parts",
            values: [
                #""text":"a""#, #""text":"a","thoughtSignature":"AQID""#, #""text":"a","thoughtSignature":"AQIE""#,
                #""text":"a","thought":true"#,
                #""text":"a","mediaResolution":{"level":"MEDIA_RESOLUTION_LOW"}"#,
                #""text":"a","mediaResolution":{"level":"MEDIA_RESOLUTION_HIGH"}"#,
                #""text":"a","partMetadata":{"a":1}"#, #""text":"a","partMetadata":{"a":2}"#,
            ]
        ) { part($0) },
        AskedGroup(
            "D3 of every numeric field",
            values: [
                "temperature", "topP", "topK", "seed", "candidateCount", "maxOutputTokens", "presencePenalty", "frequencyPenalty",
                "logprobs",
            ]
            .flatMap { name in ["0", "1", "2", "-1", "1.5"].map { #""\#(name)":\#($0)"# } } + [""]
        ) { config($0) },
        AskedGroup("D3 close floats", values: ["0.7", "0.7000001", "0.70001", "0.6999999", "7"]) { config(#""temperature":\#($0)"#) },
        AskedGroup(
            "D7 null, empty and false in user data", values: ["null", "{}", "[]", "false", "0", #""""#, "[null]", "[{}]", #"{"a":null}"#]
        ) {
            part(#""functionResponse":{"name":"f","response":{"v":\#($0)}}"#)
        },
        AskedGroup("D7 numbers and their spelling as text", values: ["1", "\"1\"", "\"1.0\"", "true", "\"true\""]) {
            part(#""functionCall":{"name":"f","args":{"v":\#($0)}}"#)
        },
        AskedGroup("D7 names in user data", values: ["contents", "inline_data", "inlineData", "role", "thought", "Thought", "labels", ""]) {
            part(#""functionCall":{"name":"f","args":{"\#($0)":{"role":"user"}}}"#)
        },
        AskedGroup(
            "D7 order in JSON schemas at depth", values: [#"{"a":{"x":1,"y":2}}"#, #"{"a":{"y":2,"x":1}}"#, #"{"a":{"x":1,"y":2.5}}"#]
        ) {
            Self.tool(#""functionDeclarations":[{"name":"f","responseJsonSchema":{"p":[\#($0)]}}]"#)
        },
        AskedGroup(
            "the model of another dialect",
            [
                Asked(#"{"model":"m","messages":[]}"#, chat), Asked(#"{"model":"n","messages":[]}"#, chat),
                Asked(#"{"model":"google/m","messages":[]}"#, chat), Asked(#"{"model":"tunedModels/m","messages":[]}"#, chat),
                Asked(#"{"model":"meta/m","messages":[]}"#, vertexChat), Asked(#"{"model":"google/x/m","messages":[]}"#, vertexChat),
                Asked(#"{"messages":[{"model":"models/m"}]}"#, chat), Asked(#"{"messages":[{"model":"m"}]}"#, chat),
            ]),
        AskedGroup(
            "countTokens",
            [
                Asked(hello, "/v1beta/models/m:countTokens"),
                Asked(
                    #"{"generateContentRequest":\#(hello(with: #""systemInstruction":{"parts":[{"text":"s"}]}"#))}"#,
                    "/v1beta/models/m:countTokens"),
                Asked(#"{"generateContentRequest":\#(hello),"new":1}"#, "/v1beta/models/m:countTokens"),
                Asked(#"{"generateContentRequest":\#(hello(with: #""new":1"#))}"#, "/v1beta/models/m:countTokens"),
                Asked(#"{"generateContentRequest":\#(hello(with: #""model":"models/n""#))}"#, "/v1beta/models/m:countTokens"),
            ]),
    ]

    @Test(arguments: equal) func equalRequestsShareAKey(_ group: AskedGroup) throws {
        let path = group.name == "E6 the model of an interaction" ? "/v1beta/interactions" : nil
        let questions = try group.requests.map { request in
            try #require(try Asked(request.body, path ?? request.path).question())
        }
        for (question, request) in zip(questions, group.requests) {
            #expect(
                question.canonical == questions[0].canonical,
                "\(request)\n\(String(decoding: question.canonical, as: UTF8.self))\n\(String(decoding: questions[0].canonical, as: UTF8.self))"
            )
            #expect(question.key == questions[0].key)
        }
    }

    @Test(arguments: different) func differentRequestsHaveKeysOfTheirOwn(_ group: AskedGroup) throws {
        var owners: [RequestKey: Asked] = [:]
        for request in group.requests {
            let question = try #require(try request.question())
            if let owner = owners[question.key] {
                Issue.record("One key for\n\(owner)\n\(request)\n\(String(decoding: question.canonical, as: UTF8.self))")
            }
            owners[question.key] = request
        }
    }

    @Test func aPartWithDataTwiceIsNeitherOfTheTwo() throws {
        let bytes = Array("picture".utf8)
        let media = KnownMedia(files: ["files/a": MediaContent(mimeType: "a/b", length: 7, identity: .digest(Digest(of: bytes)))])
        let file = #""fileData":{"mimeType":"a/b","fileUri":"files/a"}"#, inline = #""inlineData":{"mimeType":"a/b","data":"b3RoZXI"}"#
        let keys = try [file, inline, "\(file),\(inline)", "\(inline),\(file)"].map { try Asked(part($0)).question(media)?.key }
        #expect(Set(keys).count == 4)
    }

    @Test func aBatchThatNamesItsListTwiceIsNoQuestion() {
        for (name, path) in [("requests", Self.batch), ("instances", Self.predict)] {
            let body = #"{"\#(name)":[{"content":{}}],"\#(name)":[{"content":{}}]}"#
            #expect(throws: GemError.self) { try Asked(body, path).question() }
        }
    }

    @Test func aResponseToACachedCallIsPairedWithIt() throws {
        func content(_ first: String, _ second: String) throws -> [UInt8] {
            try Question.canonical(
                ofCachedContent: Array(
                    #"{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","id":"\#(first)"}},{"functionCall":{"name":"f","id":"\#(second)"}}]}]}"#
                        .utf8))
        }
        func key(_ id: String, _ content: [UInt8]) throws -> RequestKey? {
            try Asked(
                #"{"cachedContent":"cachedContents/c","contents":[{"parts":[{"functionResponse":{"name":"f","id":"\#(id)"}}]}]}"#
            ).question(KnownMedia(contents: ["cachedContents/c": content]))?.key
        }
        let (first, again) = (try content("a", "b"), try content("long-id", "other"))
        #expect(try key("a", first) == key("long-id", again))
        #expect(try key("b", first) == key("other", again))
        #expect(try key("a", first) != key("b", first))
    }

    @Test func aQuestionHasTheTraitsOfTheContentItNames() throws {
        func traits(_ members: String) throws -> Question.Traits? {
            let content = try Question.canonical(ofCachedContent: Array("{\(members)}".utf8))
            return try Asked(hello(with: #""cachedContent":"cachedContents/c""#)).question(
                KnownMedia(contents: ["cachedContents/c": content]))?.traits
        }
        #expect(try traits("") == [])
        #expect(try traits(#""tools":[{"googleSearch":{}}]"#) == .timeDependent)
        #expect(try traits(#""contents":[{"parts":[{"fileData":{"fileUri":"files/x"}}]}]"#) == .unknownMedia)
        #expect(
            try traits(#""tools":[{"mcpServers":[{"streamableHttpTransport":{"headers":{"a":"b"}}}]}]"#)
                == [.timeDependent, .secret])
    }

    @Test(arguments: ["@", "@9:", "c", "c99:\"", "x3:", "y1:9:", "\"999999999999999999999:", "#", "=", ".", "*", "c3:@2:", "*999;"])
    func aCachedContentThatIsNoFormTrapsNothing(_ content: String) throws {
        let question = try Asked(
            #"{"cachedContent":"cachedContents/c","contents":[{"parts":[{"functionCall":{"id":"a"}}]}]}"#
        ).question(KnownMedia(contents: ["cachedContents/c": Array(content.utf8)]))
        #expect(question != nil)
    }

    @Test func userDataOfAnotherDialectIsNoSecret() throws {
        func traits(_ body: String, _ path: String) throws -> Question.Traits? { try Asked(body, path).question()?.traits }
        let function =
            #"{"model":"m","tools":[{"type":"function","function":{"parameters":{"properties":{"headers":{"type":"object"},"url":{"type":"google_search"}}}}}]}"#
        #expect(try traits(function, Self.chat) == [])
        #expect(
            try traits(#"{"model":"m","tools":[{"type":"mcp_server","headers":{"a":"b"}}]}"#, "/v1beta/interactions") == [
                .timeDependent, .secret,
            ])
        let first = try Asked(function, Self.chat).question()
        let second = try Asked(function.replacing("object", with: "string"), Self.chat).question()
        #expect(first?.key != second?.key)
    }

    /// Parts of a Gemini request inside another dialect's body, in any spelling.
    @Test(
        arguments: [
            (#""extra_body":{"google":{"tools":[{"parallelAiSearch":{"apiKey":"S"}}]}}"#, [.secret, .timeDependent]),
            (
                #""extra_body":{"google":{"tools":[{"googleMaps":{"authConfig":{"apiKeyConfig":{"apiKeyString":"S"}}}}]}}"#,
                [.secret, .timeDependent]
            ),
            (#""tools":[{"api_auth":{"api_key_config":{"api_key_string":"S"}}}]"#, .secret), (#""Access-Token":"S""#, .secret),
            (#""web_search_options":{}"#, .timeDependent), (#""extra_body":{"google":{"tools":[{"google_search":{}}]}}"#, .timeDependent),
            (#""tools":[{"googleSearch":{}}]"#, .timeDependent), (#""tools":[{"type":"web_search_preview_2025_03_11"}]"#, .timeDependent),
            (#""x":{"input_audio":{"data":"https://a.b/c.mp3"}}"#, .timeDependent),
            (#""x":{"file_data":{"fileUri":"files/abc"}}"#, .unknownMedia),
            (#""x":{"file_url":"https://generativelanguage.googleapis.com/v1beta/files/abc"}"#, .unknownMedia),
            (#""cachedContent":"cachedContents/a""#, .unknownMedia), (#""web_search_options":null,"background":false"#, []),
            (#""x":{"text":"https://a.b/","content":"files/abc"}"#, []),
        ] as [(String, Question.Traits)])
    func whatMayNotBeKeptIsSeenInAnyDialect(_ members: String, _ traits: Question.Traits) throws {
        let question = try #require(try Asked(#"{"model":"m","messages":[],"# + members + "}", Self.chat).question())
        #expect(question.traits == traits)
        #expect(!String(decoding: question.canonical, as: UTF8.self).contains("\"1:S"))
    }

    @Test(arguments: [
        config(
            String(repeating: #""responseSchema":{"items":"#, count: 1) + String(repeating: #"{"items":"#, count: 180) + "1"
                + String(repeating: "}", count: 181)),
        part(#""functionResponse":{"parts":"# + String(repeating: "[", count: 180) + String(repeating: "]", count: 180) + "}"),
    ])
    func deepBodiesAreReadToTheirLimit(_ body: String) throws {
        #expect(try Asked(body).question() != nil)
    }
}
