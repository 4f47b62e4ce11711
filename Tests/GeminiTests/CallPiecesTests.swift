internal import GemCore
internal import Gemini
internal import Testing

/// Function calls whose arguments come piece by piece, as Vertex AI sends them on request.
@Suite struct CallPiecesTests {
    private static func part(_ call: String, _ more: String = "", _ end: String = "") -> String {
        #"{"candidates":[{"content":{"role":"model","parts":[{"functionCall":\#(call)\#(more)}]}\#(end)}]}"#
    }

    private static let stop = #","finishReason":"STOP""#

    private static let order = [
        part(#"{"name":"order","id":"c1","willContinue":true}"#, #","thoughtSignature":"c2ln""#),
        part(#"{"partialArgs":[{"jsonPath":"$.place","stringValue":"Bos","willContinue":true}],"willContinue":true}"#),
        part(#"{"partialArgs":[{"jsonPath":"$.place","stringValue":"ton"}],"willContinue":true}"#),
        part(
            #"{"partialArgs":[{"jsonPath":"$.items[0].name","stringValue":"tea"},{"jsonPath":"$.items[0].price","numberValue":0.5}],"willContinue":true}"#
        ),
        part(#"{"partialArgs":[{"jsonPath":"$.items[1]['full name']","stringValue":""}],"willContinue":true}"#),
        part(
            #"{"partialArgs":[{"jsonPath":"$.gift","boolValue":true},{"jsonPath":"$.note","nullValue":"NULL_VALUE"}],"willContinue":true}"#),
        part("{}"),
        part(#"{"name":"order","willContinue":true}"#),
        part(#"{"partialArgs":[{"jsonPath":"$.place","stringValue":"Rome"}]}"#),
        part(#"{"name":"order"}"#, "", stop),
    ]

    private static let first =
        #"{"place":"Boston","items":[{"name":"tea","price":0.5},{"full name":""}],"gift":true,"note":null}"#

    @Test func aCallInPiecesIsRunOnceWithAllItsArguments() async throws {
        let transport = ScriptedTransport([.events(Self.order), .events([chunk("done", "STOP")])])
        let order = FunctionTool("order", "") { (arguments: JSON) in ["got": arguments] }
        let response = try await Gemini(transport: transport).gemStream("q", functions: [order]).collect()
        #expect(try response.text == "done")
        let contents = try JSON(parsing: transport.bodies[1])["contents"]
        let calls = contents?[1]?["parts"]?.array ?? []
        #expect(calls.count == 3)
        #expect(calls[0].text() == #"{"functionCall":{"name":"order","id":"c1","args":\#(Self.first)},"thoughtSignature":"c2ln"}"#)
        #expect(calls[1].text() == #"{"functionCall":{"name":"order","args":{"place":"Rome"}}}"#)
        let results = contents?[2]?["parts"]?.array?.map { $0["functionResponse"]?["response"]?["got"]?.text() }
        #expect(results == [Self.first, #"{"place":"Rome"}"#, "{}"])
    }

    @Test func theWholeOfAStreamHasTheCallsWhole() async throws {
        let stream = try await Gemini(transport: ScriptedTransport([.events(Self.order)])).stream(GenerateContentRequest(contents: ["q"]))
        let calls = try await stream.collect().functionCalls
        #expect(calls.map { $0.args["place"]?.string } == ["Boston", "Rome", nil])
        #expect(calls.allSatisfy { !$0.willContinue && $0.partialArgs.isEmpty })
    }

    @Test(arguments: [
        #"{"partialArgs":[{"jsonPath":"$.a","stringValue":"x"}]}"#, #"{"name":"f","partialArgs":[{"jsonPath":"a","stringValue":"x"}]}"#,
        #"{"name":"f","partialArgs":[{"jsonPath":"$.a[7]","stringValue":"x"}]}"#, #"{"name":"f","partialArgs":[{"jsonPath":"$.a[-1]"}]}"#,
        #"{"name":"f","partialArgs":[{"jsonPath":"$.a[99999999999999999999]","boolValue":true}]}"#,
        #"{"name":"f","partialArgs":[{"jsonPath":"$","stringValue":"x"}]}"#,
        #"{"name":"f","partialArgs":[{"jsonPath":"$.a['b","numberValue":1}]}"#,
        #"{"name":"f","partialArgs":[{"jsonPath":"$.a","numberValue":1},{"jsonPath":"$.a.b","numberValue":1}]}"#,
    ])
    func piecesThatMakeNoWholeAreAnError(call: String) async throws {
        let transport = ScriptedTransport([.events([Self.part(call, "", Self.stop)])])
        let function = FunctionTool("f", "") { (_: JSON) in "never" }
        let error = await #expect(throws: GemError.self) {
            _ = try await Gemini(transport: transport).gemStream("q", functions: [function]).collect()
        }
        #expect(error?.code == .upstream && transport.bodies.count == 1)
    }
}
