import GemCore
import GemMock
import HTTPTypes
import Testing

/// What the front end refuses, in its words.
@Suite struct TranscoderTests {
    private static let schema = "type.googleapis.com/google.ai.generativelanguage.v1beta."
    private static let generate = "/v1beta/models/gemini-2.5-flash:generateContent"
    private static let hi = #""contents":[{"parts":[{"text":"hi"}]}]"#

    /// Posts a body and gives the error's message; nil where the body was taken.
    private func refusal(_ body: String, _ path: String = generate) async throws -> String? {
        let response = try await MockGemini.make().post(path, body)
        return response.head.status == .ok ? nil : try await response.message()
    }

    @Test(arguments: [
        (#"{"contents":[],"foo":1}"#, #"Invalid JSON payload received. Unknown name "foo": Cannot find field."#),
        (
            #"{"contents":[{"parts":{"role":"user","text":"hi"}}]}"#,
            #"Invalid JSON payload received. Unknown name "role" at 'contents[0].parts': Cannot find field."#
        ),
        (
            #"{"contents":{"parts":{"txt":"hi"}}}"#,
            #"Invalid JSON payload received. Unknown name "txt" at 'contents.parts': Cannot find field."#
        ),
        (
            #"{"generationConfig":{"thinkingConfig":{"budget":null}}}"#,
            #"Invalid JSON payload received. Unknown name "budget" at 'generation_config.thinking_config': Cannot find field."#
        ),
        (
            #"{"tools":[{"functionDeclarations":[{"name":"f"},{"name":"g","parameters":{"type":"object","properties":{"a":{},"b":{"anyOf":[{"exclusiveMinimum":0}]}}}}]}]}"#,
            #"Invalid JSON payload received. Unknown name "exclusiveMinimum" at 'tools[0].function_declarations[1].parameters.properties[1].value.any_of[0]': Cannot find field."#
        ),
        (#"{"":1}"#, #"Invalid JSON payload received. Unknown name "": Proto fields must have a name."#),
    ])
    func anUnknownNameIsPlaced(body: String, message: String) async throws {
        #expect(try await refusal(body) == message)
    }

    @Test(arguments: [
        (#"{"contents":"hi"}"#, #"Invalid value at 'contents' (\#(schema)Content), "hi""#),
        (#"{"contents":["hi"]}"#, #"Invalid value at 'contents[0]' (\#(schema)Content), "hi""#),
        (#"{"systemInstruction":"be kind"}"#, #"Invalid value at 'system_instruction' (\#(schema)Content), "be kind""#),
        (
            #"{"systemInstruction":[{"parts":[]}]}"#,
            #"Invalid JSON payload received. Unknown name "systemInstruction": Proto field is not repeating, cannot start list."#
        ),
        (
            #"{"contents":[{"parts":[{"text":{"a":1}}]}]}"#,
            "Invalid value at 'contents[0].parts[0]' (text), Starting an object on a scalar field"
        ),
        (
            #"{"contents":[{"parts":[{"text":["a"]}]}]}"#,
            #"Invalid JSON payload received. Unknown name "text" at 'contents[0].parts[0]': Proto field is not repeating, cannot start list."#
        ),
        (#"{"contents":[{"parts":[{"text":5}]}]}"#, "Invalid value at 'contents[0].parts[0].text' (TYPE_STRING), 5"),
        (#"{"contents":[{"role":true}]}"#, "Invalid value at 'contents[0].role' (TYPE_STRING), true"),
        (
            #"{"generationConfig":{"temperature":"abc"}}"#,
            #"Invalid value at 'generation_config.temperature' (TYPE_FLOAT), "abc""#
        ),
        (#"{"generationConfig":{"temperature":1e39}}"#, "Invalid value at 'generation_config.temperature' (TYPE_FLOAT), 1e+39"),
        (#"{"generation_config":{"seed":3812238859}}"#, "Invalid value at 'generation_config.seed' (TYPE_INT32), 3812238859"),
        (#"{"generationConfig":{"topK":1.50}}"#, "Invalid value at 'generation_config.top_k' (TYPE_INT32), 1.5"),
        (
            #"{"generationConfig":{"maxOutputTokens":"1.0"}}"#,
            #"Invalid value at 'generation_config.max_output_tokens' (TYPE_INT32), "1.0""#
        ),
        (#"{"generationConfig":{"seed":1e99999}}"#, "Invalid value at 'generation_config.seed' (TYPE_INT32), 1e99999"),
        (
            #"{"generationConfig":{"responseLogprobs":"maybe"}}"#,
            #"Invalid value at 'generation_config.response_logprobs' (TYPE_BOOL), "maybe""#
        ),
        (
            #"{"generationConfig":{"stopSequences":[1,"b",2]}}"#,
            """
            Invalid value at 'generation_config.stop_sequences[0]' (TYPE_STRING), 1
            Invalid value at 'generation_config.stop_sequences[1]' (TYPE_STRING), 2
            """
        ),
        (
            #"{"generationConfig":{"responseSchema":{"type":"STRING","enum":[true]}}}"#,
            "Invalid value at 'generation_config.response_schema.enum[0]' (TYPE_STRING), true"
        ),
        (
            #"{"generationConfig":{"responseSchema":{"minItems":"few"}}}"#,
            #"Invalid value at 'generation_config.response_schema.min_items' (TYPE_INT64), "few""#
        ),
        (
            #"{"generationConfig":{"responseSchema":{"properties":{"a":"string"}}}}"#,
            #"Invalid value at 'generation_config.response_schema.properties[0].value' (\#(schema)Schema), "string""#
        ),
        (
            #"{"generationConfig":{"responseSchema":{"properties":{"a":{"type":["STRING","NULL"]}}}}}"#,
            #"Invalid JSON payload received. Unknown name "type" at 'generation_config.response_schema.properties[0].value': Proto field is not repeating, cannot start list."#
        ),
        (
            #"{"generationConfig":{"responseSchema":{"properties":[{}]}}}"#,
            "Invalid value at 'generation_config.response_schema' (Map), Cannot bind a list to map for field 'properties'."
        ),
        (
            #"{"contents":[{"parts":[{"functionCall":{"name":"f","args":"x"}}]}]}"#,
            #"Invalid value at 'contents[0].parts[0].function_call.args' (type.googleapis.com/google.protobuf.Struct), "x""#
        ),
        (
            #"{"contents":[{"parts":[{"functionResponse":{"response":[1]}}]}]}"#,
            #"Invalid JSON payload received. Unknown name "response" at 'contents[0].parts[0].function_response': Proto field is not repeating, cannot start list."#
        ),
    ])
    func aWrongKindIsQuoted(body: String, message: String) async throws {
        #expect(try await refusal(body) == message)
    }

    @Test(arguments: [
        (
            #"{"generationConfig":{"thinkingConfig":{"thinkingLevel":"BOGUS"}}}"#,
            #"Invalid value at 'generation_config.thinking_config.thinking_level' (\#(schema)ThinkingConfig.ThinkingLevel), "BOGUS""#
        ),
        (
            #"{"safetySettings":[{"category":"HARM","threshold":"OFF"},{"threshold":"NOPE"}]}"#,
            """
            Invalid value at 'safety_settings[0].category' (\(schema)HarmCategory), "HARM"
            Invalid value at 'safety_settings[1].threshold' (\(schema)SafetySetting.HarmBlockThreshold), "NOPE"
            """
        ),
        (
            #"{"generationConfig":{"responseModalities":["TEXT","SMELL"]}}"#,
            #"Invalid value at 'generation_config.response_modalities[0]' (\#(schema)GenerationConfig.Modality), "SMELL""#
        ),
        (
            #"{"toolConfig":{"functionCallingConfig":{"mode":true}}}"#,
            #"Invalid value at 'tool_config.function_calling_config.mode' (\#(schema)FunctionCallingConfig.Mode), true"#
        ),
    ])
    func anUnknownEnumValueNamesItsType(body: String, message: String) async throws {
        #expect(try await refusal(body) == message)
    }

    @Test(arguments: [
        (
            #"{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"data:image/png;base64,AAAA"}}]}]}"#,
            #"Invalid value at 'contents[0].parts[0].inline_data.data' (TYPE_BYTES), Base64 decoding failed for "data:image/png;base64,AAAA""#
        ),
        (
            #"{"contents":[{"parts":[{"thoughtSignature":"A"}]}]}"#,
            #"Invalid value at 'contents[0].parts[0].thought_signature' (TYPE_BYTES), Base64 decoding failed for "A""#
        ),
        (
            #"{"contents":[{"parts":[{"thoughtSignature":"Zg==YQ=="}]}]}"#,
            #"Invalid value at 'contents[0].parts[0].thought_signature' (TYPE_BYTES), Base64 decoding failed for "Zg==YQ==""#
        ),
        (
            #"{"contents":[{"parts":[{"thoughtSignature":7}]}]}"#,
            "Invalid value at 'contents[0].parts[0].thought_signature' (TYPE_BYTES), 7"
        ),
        (
            #"{"contents":[{"parts":[{"text":"a","inlineData":{"bad":1},"file_data":{}}]}]}"#,
            """
            Invalid value at 'contents[0].parts[0]' (oneof), oneof field 'data' is already set. Cannot set 'inlineData'
            Invalid value at 'contents[0].parts[0]' (oneof), oneof field 'data' is already set. Cannot set 'file_data'
            """
        ),
        (
            #"{"contents":[{"parts":[{"text":"a","videoMetadata":{"startOffset":5,"end_offset":"5"}}]}]}"#,
            """
            Invalid value at 'contents[0].parts[0].video_metadata.start_offset' (type.googleapis.com/google.protobuf.Duration), Field 'startOffset', Invalid data type for duration, value is 5
            Invalid value at 'contents[0].parts[0].video_metadata.end_offset' (type.googleapis.com/google.protobuf.Duration), Field 'end_offset', Illegal duration format; duration must end with 's'
            """
        ),
    ])
    func bytesOneofsAndTimesHaveRulesOfTheirOwn(body: String, message: String) async throws {
        #expect(try await refusal(body) == message)
    }

    @Test func everythingWrongIsToldAtOnceWithItsPlace() async throws {
        let mock = try MockGemini.make()
        let body = #"{"foo":1,"contents":[{"parts":[{"text":"a","bar":2}]}],"generationConfig":{"topP":[]}}"#
        let error = try #require(try await mock.post(Self.generate, body).json()["error"])
        let texts = [
            #"Invalid JSON payload received. Unknown name "foo": Cannot find field."#,
            #"Invalid JSON payload received. Unknown name "bar" at 'contents[0].parts[0]': Cannot find field."#,
            #"Invalid JSON payload received. Unknown name "topP" at 'generation_config': Proto field is not repeating, cannot start list."#,
        ]
        #expect(
            error
                == .members([
                    "code": 400, "message": .string(texts.joined(separator: "\n")), "status": "INVALID_ARGUMENT",
                    "details": [
                        .members([
                            "@type": "type.googleapis.com/google.rpc.BadRequest",
                            "fieldViolations": [
                                .members(["description": .string(texts[0])]),
                                .members(["field": "contents[0].parts[0]", "description": .string(texts[1])]),
                                .members(["field": "generation_config", "description": .string(texts[2])]),
                            ],
                        ])
                    ],
                ]))
    }

    @Test(arguments: [
        #"{"contents":{"parts":{"text":"one object for a list"}}}"#,
        #"{'contents':[{parts:[{'text':'quotes','thought':'false',}],},],}"#,
        #"{\#(hi),"safetySettings":null,"systemInstruction":null,"tools":[],"toolConfig":{},"cached_content":null,"labels":{"a":"b"}}"#,
        #"{\#(hi),"generation_config":{"maxOutputTokens":"100","topK":40.0,"temperature":"0.5","topP":1,"seed":-1,"candidate_count":"1"}}"#,
        #"{\#(hi),"generationConfig":{"thinkingConfig":{"include_thoughts":true,"thinkingBudget":-1},"responseModalities":["Text"]}}"#,
        #"{\#(hi),"generationConfig":{"responseMimeType":"application/json","responseSchema":{"type":"object","properties":{"x":{"type":3,"maximum":12.0,"minItems":"1"}},"required":["x"]}}}"#,
        #"{\#(hi),"generationConfig":{"responseMimeType":"application/json","responseJsonSchema":{"type":["object","null"],"$defs":{},"unheard_of":1}}}"#,
        #"{"contents":[{"role":"user","parts":[{"inline_data":{"mime_type":"image/png","data":"_-8"}},{"text":"x"}]}]}"#,
        #"{"contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"/+8="}},{"text":null,"thoughtSignature":"AA=="}]}]}"#,
        #"{\#(hi),"safetySettings":[{"category":7,"threshold":"block_none"},{"category":"HARM_CATEGORY_JAILBREAK","threshold":"2"},{"category":999}]}"#,
        #"{\#(hi),"serviceTier":"STANDARD","store":false,"model":"models/gemini-2.5-flash"}"#,
        #"{\#(hi),"tools":{"function_declarations":{"name":"f","parameters_json_schema":{"a":{"b":[]}}}},"tool_config":{"function_calling_config":{"mode":"auto"}}}"#,
        #"{"contents":[{"role":"user","parts":[{"text":"x"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{"any":[{"thing":null}]}}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"r":1}}}]}]}"#,
    ])
    func whatTheServiceReadsIsRead(body: String) async throws {
        #expect(try await refusal(body) == nil)
    }

    @Test(arguments: [
        ("/v1/models/gemini-2.5-flash:generateContent", #"{"contents":"x"}"#, "google.ai.generativelanguage.v1.Content"),
        (
            "/v1beta1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent", #"{"contents":"x"}"#,
            "google.cloud.aiplatform.v1beta1.Content"
        ),
        ("/v1/publishers/google/models/gemini-2.5-flash:countTokens", #"{"contents":"x"}"#, "google.cloud.aiplatform.v1.Content"),
    ])
    func typesAreNamedInTheServicesOwnPackage(path: String, body: String, type: String) async throws {
        #expect(try await refusal(body, path) == #"Invalid value at 'contents' (type.googleapis.com/\#(type)), "x""#)
    }

    @Test func everyKindOfRequestHasItsSchema() throws {
        let requests = [
            (
                "/v1beta/models/m:countTokens", #"{"model":"models/m","generateContentRequest":{"contents":[],"x":1}}"#,
                "generate_content_request"
            ),
            ("/v1beta/models/m:embedContent", #"{"content":{"x":1}}"#, "content"),
            ("/v1beta/models/m:batchEmbedContents", #"{"requests":[{},{"content":{"x":1}}]}"#, "requests[1].content"),
            (
                "/v1beta/models/m:batchGenerateContent",
                #"{"batch":{"inputConfig":{"requests":{"requests":[{"request":{"x":1},"metadata":{"y":[1]}}]}}}}"#,
                "batch.input_config.requests.requests[0].request"
            ),
            (
                "/v1beta/models/m:asyncBatchEmbedContent",
                #"{"batch":{"inputConfig":{"requests":{"requests":[{"request":{"content":{"x":1}}}]}}}}"#,
                "batch.input_config.requests.requests[0].request.content"
            ),
            ("/v1beta/cachedContents", #"{"contents":[{"x":1}],"ttl":"300s","displayName":""}"#, "contents[0]"),
            ("/v1beta/files", #"{"file":{"x":1,"size_bytes":12}}"#, "file"),
            ("/upload/v1beta/files", #"{"file":{"x":1,"sizeBytes":"12"}}"#, "file"),
            (
                "/v1/projects/p/locations/l/publishers/google/models/m:embedContent", #"{"content":{},"embedContentConfig":{"x":1}}"#,
                "embed_content_config"
            ),
            ("/v1/projects/p/locations/l/publishers/google/models/m:computeTokens", #"{"contents":[{"x":1}]}"#, "contents[0]"),
        ]
        for (path, body, place) in requests {
            let route = Route(method: .post, path: path)
            let failure = #expect(throws: APIFailure.self) { try Transcoder.check(JSON(parsing: body), route) }
            #expect(failure?.message == #"Invalid JSON payload received. Unknown name "x" at '\#(place)': Cannot find field."#)
        }
    }

    @Test func whatIsTheUsersIsNotLookedInto() throws {
        let free = [
            ("/v1/projects/p/locations/l/publishers/google/models/m:predict", #"{"instances":[{"x":[1]}],"parameters":{"y":{"z":2.5}}}"#),
            ("/v1beta/openai/chat/completions", #"{"model":"m","messages":1}"#),
            ("/v1beta/interactions", #"{"input":["x"]}"#),
        ]
        for (path, body) in free { try Transcoder.check(JSON(parsing: body), Route(method: .post, path: path)) }
        let patch = Route(method: .patch, path: "/v1beta/cachedContents/x")
        let failure = #expect(throws: APIFailure.self) {
            try Transcoder.check(JSON(parsing: #"{"ttl":"1s","expireTime":"2026-01-01T00:00:00Z"}"#), patch)
        }
        #expect(failure?.message == "Invalid value (oneof), oneof field 'expiration' is already set. Cannot set 'expireTime'")
    }

    @Test func answersAreCheckedByTheirSchemaToo() async throws {
        let mock = try MockGemini.make()
        for (path, body) in [
            (Self.generate, prompt("Use the tool", #","tools":[{"googleSearch":{}}]"#)), (Self.generate, prompt("[[safety]]")),
            ("/v1beta/models/gemini-2.5-flash:countTokens", prompt("x")),
            ("/v1beta1/publishers/google/models/gemini-2.5-flash:generateContent", prompt("x")),
        ] {
            let route = Route(method: .post, path: path)
            try Transcoder.checkAnswer(try await mock.post(path, body).json(), route)
        }
        #expect(throws: APIFailure.self) {
            try Transcoder.checkAnswer(["candidates": [["finishReason": "TIRED"]]], Route(method: .post, path: Self.generate))
        }
    }

    @Test(arguments: ["[1]", "null", "5", "\"x\""])
    func theRootIsAMessage(body: String) async throws {
        let mock = try MockGemini.make()
        let error = try #require(try await mock.post(Self.generate, body).json()["error"])
        let message = #"Invalid JSON payload received. Unknown name "": Root element must be a message."#
        #expect(error["message"]?.string == message)
        #expect(error["details"]?[0]?["fieldViolations"] == [["description": .string(message)]])
    }

    @Test func anUploadsMetadataIsCheckedBeforeItBegins() async throws {
        let mock = try MockGemini.make()
        let response = try await mock.call(
            .post, "/upload/v1beta/files", fields: [("X-Goog-Upload-Protocol", "resumable"), ("X-Goog-Upload-Command", "start")],
            body: .bytes(Array(#"{"file":{"displayNam":"x"}}"#.utf8)))
        #expect(response.head.status.code == 400)
        #expect(try await response.message() == #"Invalid JSON payload received. Unknown name "displayNam" at 'file': Cannot find field."#)
    }

    @Test func aFloodOfMistakesIsCutShort() async throws {
        let names = (0..<5000).map { "\"n\($0)\":1" }.joined(separator: ",")
        let message = try #require(try await refusal("{\(names)}"))
        #expect(message.split(separator: "\n").count == 200)
    }
}
