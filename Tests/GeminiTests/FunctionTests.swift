internal import GemCore
internal import GemTesting
internal import Gemini
internal import HTTPTypes
internal import Testing

private struct City: Decodable {
    var name: String
}

private struct Weather: Encodable {
    var celsius: Int
    var note: String?
}

private struct Broken: Error, CustomStringConvertible {
    var description: String { "the sensor is broken" }
}

@Suite struct FunctionTests {
    private static let calls =
        #"{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"functionCall":{"id":"c1","name":"weather","args":{"name":"Oslo"}},"#
        + #""thoughtSignature":"QQ=="},{"functionCall":{"id":"c2","name":"clock","args":{}}}],"role":"model"},"finishReason":"STOP"}]}"#

    private static func call(_ name: String, _ args: String = "{}") -> String {
        #"{"candidates":[{"content":{"parts":[{"functionCall":{"name":"\#(name)","args":\#(args)}}],"role":"model"},"finishReason":"STOP"}]}"#
    }

    private let weather = FunctionTool("weather", "The weather in a city now.") { (city: City) in Weather(celsius: city.name.count) }
    private let clock = FunctionTool("clock", "The time.") { "noon" }

    @Test func closuresAreRunUntilTheModelAnswers() async throws {
        let transport = ScriptedTransport(json: Self.calls, answer("Cold at noon."))
        let gemini = Gemini(transport: transport)
        #expect(try await gemini.gem("Oslo?", thinking: nil, functions: [weather, clock]) == "Cold at noon.")
        let tools =
            #""tools":[{"functionDeclarations":[{"name":"weather","description":"The weather in a city now.","parametersJsonSchema":{"type":"object","#
            + #""properties":{"name":{"type":"string"}},"required":["name"]}},{"name":"clock","description":"The time."}]}]"#
        #expect(
            transport.bodies == [
                #"{"contents":[{"parts":[{"text":"Oslo?"}],"role":"user"}],\#(tools)}"#,
                #"{"contents":[{"parts":[{"text":"Oslo?"}],"role":"user"},{"parts":[{"text":"hm","thought":true},{"functionCall":{"id":"c1","name":"weather","args":{"name":"Oslo"}},"#
                    + #""thoughtSignature":"QQ=="},{"functionCall":{"id":"c2","name":"clock","args":{}}}],"role":"model"},"#
                    + #"{"parts":[{"functionResponse":{"id":"c1","name":"weather","response":{"celsius":4}}},"#
                    + #"{"functionResponse":{"id":"c2","name":"clock","response":{"result":"noon"}}}],"role":"user"}],\#(tools)}"#,
            ])
    }

    @Test func whatABlockedPromptCallsIsNotRun() async throws {
        let blocked = Self.call("clock").dropLast() + #","promptFeedback":{"blockReason":"SAFETY"}}"#
        let transport = ScriptedTransport(json: String(blocked))
        let error = await #expect(throws: GemError.self) {
            _ = try await Gemini(transport: transport).gem("q", thinking: nil, functions: [clock])
        }
        #expect(error?.noAnswer?.blockReason == .safety && transport.bodies.count == 1)
    }

    @Test func theHistoryHasEveryTurn() async throws {
        var options = GenerateOptions()
        options.functions = [weather, clock]
        let transport = ScriptedTransport(json: Self.calls, answer("Cold."), answer("Plain."))
        let gemini = Gemini(transport: transport)
        let response = try await gemini.generate("Oslo?", options: options)
        #expect(response.history.map { $0.role ?? "" } == ["user", "model", "user", "model"])
        #expect(response.history.last?.text == "Cold.")
        #expect(try await gemini.generate("Hi").history.isEmpty)
    }

    @Test(arguments: [
        (call("weather", #"{"name":7}"#), #"{"error":"What you gave does not fit City: at name, expected String, found the number 7."}"#),
        (call("fail"), #"{"error":"the sensor is broken"}"#), (call("refuse"), #"{"error":"Ask for another place."}"#),
        (call("unknown"), #"{"error":"There is no function unknown; there are: fail, list, refuse, weather."}"#),
        (call("list", #"{"x":[1]}"#), #"{"result":[{"x":[1]}]}"#),
    ])
    func errorsAndWhatIsNoObjectGoBackAsObjects(call: String, response: String) async throws {
        let transport = ScriptedTransport(json: call, answer("ok"))
        let fail = FunctionTool("fail", "Fails.") { (_: JSON) -> JSON in throw Broken() }
        let refuse = FunctionTool("refuse", "Refuses.") { (_: JSON) -> JSON in throw GemError(.badInput, "Ask for another place.") }
        let list = FunctionTool("list", "Lists.") { (arguments: JSON) in [arguments] }
        #expect(try await Gemini(transport: transport).gem("q", functions: [weather, fail, refuse, list]) == "ok")
        let parts = try JSON(parsing: transport.bodies[1])["contents"]?[2]?["parts"]
        #expect(parts?[0]?["functionResponse"]?["response"]?.text() == response)
        #expect(parts?[0]?["functionResponse"]?["id"] == nil)
    }

    @Test func callsOfOneTurnRunAtTheSameTimeAndKeepTheirOrder() async throws {
        // Each waits for the other: one after the other they would never end.
        let (first, second) = (Signal(), Signal())
        let weather = FunctionTool("weather", "") { (_: JSON) in
            second.raise()
            await first.wait()
            return "slow"
        }
        let clock = FunctionTool("clock", "") { (_: JSON) in
            await second.wait()
            first.raise()
            return "fast"
        }
        let transport = ScriptedTransport(json: Self.calls, answer("ok"))
        _ = try await Gemini(transport: transport).gem("q", functions: [weather, clock])
        let parts = try JSON(parsing: transport.bodies[1])["contents"]?[2]?["parts"]?.array ?? []
        #expect(parts.map { $0["functionResponse"]?["response"]?["result"]?.string } == ["slow", "fast"])
    }

    @Test func aModelThatNeverAnswersIsStopped() async throws {
        let call = Self.call("clock")
        let transport = ScriptedTransport(json: call, call, call, call)
        var options = GenerateOptions()
        options.functionRounds = 3
        let error = await #expect(throws: GemError.self) {
            _ = try await Gemini(transport: transport).gem("q", functions: [clock], options: options)
        }
        #expect(error?.code == .functionLimit)
        #expect(error?.message.contains("clock") == true && error?.message.contains("3 rounds") == true)
        #expect(transport.calls.count == 4)
    }

    @Test func aFunctionThatCannotBeDeclaredIsRefusedBeforeAnythingIsSent() async throws {
        let gemini = Gemini(transport: ScriptedTransport([]))
        let number = FunctionTool("square", "Squares.") { (x: Int) in x * x }
        for functions in [[number], [clock, clock]] {
            let error = await #expect(throws: GemError.self) { _ = try await gemini.gem("q", functions: functions) }
            #expect(error?.code == .badInput && error?.message.contains(functions[0].name) == true)
        }
    }

    @Test func aFunctionWithoutAClosureIsLeftToTheCaller() async throws {
        var options = GenerateOptions()
        options.tools = [.functions([FunctionDeclaration("weather", description: "By hand.")])]
        options.functions = [clock]
        let transport = ScriptedTransport(json: Self.calls)
        let response = try await Gemini(transport: transport).generate("q", options: options)
        #expect(response.functionCalls.map(\.name) == ["weather", "clock"])
    }

    @Test func aStreamGoesOnAfterTheCalls() async throws {
        let transport = ScriptedTransport([
            .events([chunk("Let me see. "), Self.calls]), .events([chunk("Cold"), chunk(" at noon.", "STOP")]),
        ])
        let stream = try await Gemini(transport: transport).gemStream("Oslo?", functions: [weather, clock])
        #expect(throws: GemError.self) { _ = try stream.response() }
        var pieces: [String] = []
        for try await piece in stream { pieces.append(piece) }
        #expect(pieces == ["Let me see. ", "Cold", " at noon."])
        let whole = try stream.response()
        #expect(try whole.text == "Cold at noon.")
        #expect(whole.history.count == 4)
        #expect(transport.bodies[1].contains(#""thoughtSignature":"QQ==""#))
    }

    @Test func aChatRemembersTheCallsAndRewindTakesThemBack() async throws {
        var options = GenerateOptions()
        options.functions = [weather, clock]
        let transport = ScriptedTransport(json: answer("Hi"), Self.calls, answer("Cold."), answer("Bye"))
        let chat = Gemini(transport: transport).chat(options: options)
        _ = try await chat.send("Hello")
        #expect(try await chat.send("Oslo?").text == "Cold.")
        #expect(chat.history.map { $0.role ?? "" } == ["user", "model", "user", "model", "user", "model"])
        #expect(chat.rewind().count == 4)
        #expect(chat.history == [.user("Hello"), .model("Hi")])
        _ = try await chat.send("Good night")
        #expect(chat.history.map(\.text) == ["Hello", "Hi", "Good night", "Bye"])
    }

    @Test func aCancelledQuestionStopsItsFunctions() async throws {
        let (started, cancelled) = (Signal(), Signal())
        let waiting = FunctionTool("clock", "") { (_: JSON) in
            started.raise()
            await withTaskCancellationHandler {
                await cancelled.wait()
            } onCancel: {
                cancelled.raise()
            }
            try Task.checkCancellation()
            return "never"
        }
        let transport = ScriptedTransport(json: Self.call("clock"))
        let question = Task { try await Gemini(transport: transport).gem("q", functions: [waiting]) }
        await started.wait()
        question.cancel()
        let error = await #expect(throws: GemError.self) { _ = try await question.value }
        #expect(error?.code == .cancelled)
        #expect(transport.calls.count == 1)
    }
}
