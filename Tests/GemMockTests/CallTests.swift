import GemCore
import GemMock
import Testing

@Suite struct CallTests {
    /// A declaration: a name, and parameters as `name:TYPE`, with `*` where required and choices after `=`.
    static func function(_ name: String, _ parameters: String..., about description: String = "") -> JSON {
        var properties = JSON.Object()
        var required: [JSON] = []
        for parameter in parameters {
            let halves = parameter.split(separator: ":")
            let isRequired = halves[1].hasSuffix("*")
            let type = halves[1].split(separator: "=")
            let choices = type.count > 1 ? type[1].filter { $0 != "*" }.split(separator: "|").map { JSON.string(String($0)) } : []
            properties[String(halves[0])] = .members([
                "type": .string(type[0].filter { $0 != "*" }.uppercased()), "enum": choices.isEmpty ? nil : .array(choices),
            ])
            if isRequired { required.append(.string(String(halves[0]))) }
        }
        return .members([
            "name": .string(name), "description": .string(description),
            "parameters": properties.isEmpty
                ? nil : ["type": "OBJECT", "properties": .object(properties), "required": .array(required)],
        ])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var functions: [JSON]
        var calls: [JSON]

        init(_ text: String, _ functions: [JSON], _ calls: [(String, JSON)]) {
            (self.text, self.functions) = (text, functions)
            self.calls = calls.map { ["name": .string($0.0), "args": $0.1] }
        }

        var testDescription: String { text }
    }

    static let weather = function("get_weather", "city:string*", about: "Gets the weather of a city.")
    static let place = function("get_current_weather", "location:string*", "unit:string=celsius|fahrenheit")
    static let sum = function("add", "a:number*", "b:number*", about: "Adds two numbers.")

    static let cases: [Case] = [
        Case("What is the weather in Porto?", [weather], [("get_weather", ["city": "Porto"])]),
        Case("what is the weather in london?", [weather], [("get_weather", ["city": "london"])]),
        Case("Tell me about the current weather in New York", [weather], [("get_weather", ["city": "New York"])]),
        Case(
            "What's the weather like in Boston, in celsius?", [place], [("get_current_weather", ["location": "Boston", "unit": "celsius"])]),
        Case("What is the weather like in Paris, France?", [place], [("get_current_weather", ["location": "Paris, France"])]),
        Case(
            "What is the weather in Tokyo and Paris?", [weather],
            [("get_weather", ["city": "Tokyo"]), ("get_weather", ["city": "Paris"])]),
        Case(
            "Get weather details in New Delhi, Rome and San Francisco", [place],
            [
                ("get_current_weather", ["location": "New Delhi"]), ("get_current_weather", ["location": "Rome"]),
                ("get_current_weather", ["location": "San Francisco"]),
            ]),
        Case(
            "Get the weather in Paris and the weather in London.", [weather],
            [("get_weather", ["city": "Paris"]), ("get_weather", ["city": "London"])]),
        Case(
            "What is the weather in Paris, and what is the time in Tokyo?", [weather, function("get_time", "city:string*")],
            [("get_weather", ["city": "Paris"]), ("get_time", ["city": "Tokyo"])]),
        Case("For context: `transfer_to_agent` tool returned result: {}", [function("transfer_to_agent", "agent_name:string*")], []),
        Case("What is 2 + 3?", [sum], [("add", ["a": 2, "b": 3])]),
        Case("Please add 17.5 and 4", [sum], [("add", ["a": .double(17.5), "b": 4])]),
        Case("Can you add 2 and 2?", [weather], []),
        Case("Hello, who are you?", [weather, sum, place], []),
        Case("How do I cross the street?", [function("dummy")], []),
        Case(
            "What is the 100th fibonacci number?", [function("compute_fib", "n:integer*", about: "Computes a fibonacci number.")],
            [("compute_fib", ["n": 100])]),
        Case(
            "put word: hello and word: world into a string with concat_string", [function("concat_string", "first:string*")],
            [("concat_string", ["first": "hello"])]),
        Case(
            "call the greeter once with name: jone smith, and greeting: Hello", [function("greet", "name:string*", "greeting:string*")],
            [("greet", ["name": "jone smith", "greeting": "Hello"])]),
        Case(
            "First, call the search_docs tool with query 'test'. Then call multiply with a=5 and b=3.",
            [function("search_docs", "query:string*"), function("multiply", "a:integer*", "b:integer*")],
            [("search_docs", ["query": "test"]), ("multiply", ["a": 5, "b": 3])]),
        Case(
            "Use the passphrase_tool. The passphrase is 'portal'", [function("passphrase_tool", "passphrase:string*")],
            [("passphrase_tool", ["passphrase": "portal"])]),
        Case(
            "Divide 10 by 2 using the customDivide function", [function("customDivide", "numerator:number", "denominator:number")],
            [
                ("customDivide", ["numerator": 10, "denominator": 2])
            ]),
        Case(
            "control the light to warm, 50",
            [function("controlLight", "brightness:integer*", "colorTemperature:string=daylight|cool|warm*", about: "Sets the light.")],
            [("controlLight", ["brightness": 50, "colorTemperature": "warm"])]),
        Case(
            "What was the temperature in London 1st January 2022?", [function("temperature", "city:string*", "date:string*")],
            [("temperature", ["city": "London", "date": "2022-01-01"])]),
        Case(
            "Book a flight from Oslo to Rome on 2026-05-04",
            [function("book_flight", "origin:string*", "destination:string*", "date:string*")],
            [("book_flight", ["origin": "Oslo", "destination": "Rome", "date": "2026-05-04"])]),
        Case(
            "Call the array_params tool with tags [\"red\",\"blue\"]",
            [
                [
                    "name": "array_params",
                    "parametersJsonSchema": ["type": "object", "properties": ["tags": ["type": "array", "items": ["type": "string"]]]],
                ]
            ], [("array_params", ["tags": ["red", "blue"]])]),
        Case("What's the current date?", [function("current_date"), function("current_month")], [("current_date", [:])]),
    ]

    @Test(arguments: cases) func theModelCallsWhatThePromptSpeaksOf(_ test: Case) async throws {
        let mock = try MockGemini.make()
        let tools: JSON = [["functionDeclarations": .array(test.functions)]]
        let json = try await mock.generate(prompt(test.text, ",\"tools\":\(tools.text())"))
        let calls = (json["candidates"]?[0]?["content"]?["parts"]?.array ?? []).compactMap { $0["functionCall"] }
        #expect(calls == test.calls, "\(JSON.array(calls).text())")
        #expect(json["candidates"]?[0]?["finishMessage"] == (calls.isEmpty ? nil : "Model generated function call(s)."))
    }

    private static func calling(_ mode: String, _ allowed: [String] = []) -> String {
        let names: JSON? = allowed.isEmpty ? nil : .array(allowed.map { .string($0) })
        let config: JSON = ["functionCallingConfig": .members(["mode": .string(mode), "allowedFunctionNames": names])]
        return ",\"toolConfig\":\(config.text())"
    }

    private func names(_ mock: MockGemini, _ body: String, model: String = "gemini-2.5-flash") async throws -> [String] {
        (try await mock.generate(body, model: model)["candidates"]?[0]?["content"]?["parts"]?.array ?? []).compactMap {
            $0["functionCall"]?["name"]?.string
        }
    }

    @Test func theModeDecides() async throws {
        let mock = try MockGemini.make()
        let tools: JSON = [["functionDeclarations": [Self.weather, Self.sum]]]
        let rest = ",\"tools\":\(tools.text())"
        #expect(try await names(mock, prompt("Hello", rest + Self.calling("ANY"))) == ["get_weather"])
        #expect(try await names(mock, prompt("Hello", rest + Self.calling("ANY", ["add"]))) == ["add"])
        #expect(try await names(mock, prompt("The weather in Rome?", rest + Self.calling("ANY", ["add"]))) == ["add"])
        #expect(try await names(mock, prompt("The weather in Rome?", rest + Self.calling("NONE"))).isEmpty)
        #expect(try await names(mock, prompt("The weather in Rome?", rest + Self.calling("VALIDATED"))) == ["get_weather"])
        #expect(try await names(mock, prompt("Hello", rest + Self.calling("VALIDATED"))).isEmpty)
    }

    @Test(arguments: ["AUTO", "VALIDATED"]) func aResponseIsFollowedByWords(mode: String) async throws {
        let mock = try MockGemini.make()
        let tools: JSON = [["functionDeclarations": [Self.weather]]]
        let body =
            #"{"contents":[{"role":"user","parts":[{"text":"The weather in Rome?"}]},{"role":"model","parts":[{"functionCall":{"name":"get_weather","args":{"city":"Rome"}}}]},{"role":"user","parts":[{"functionResponse":{"name":"get_weather","response":{"sky":"clear"}}}]}],"tools":\#(tools.text())\#(Self.calling(mode))}"#
        let json = try await mock.generate(body)
        #expect(json.answer.contains(#"{"sky":"clear"}"#))
        // Asked again, it calls again.
        let again = body.replacing(
            #""clear"}}}]}],"#, with: #""clear"}}}]},{"role":"user","parts":[{"text":"The weather in Oslo?"}]}],"#)
        #expect(try await names(mock, again) == ["get_weather"])
    }

    @Test func anAgentThatMustCallComesToItsFinalFunction() async throws {
        let mock = try MockGemini.make()
        let tools: JSON = [["functionDeclarations": [Self.function("final_result", "city:string*"), Self.function("get_user_country")]]]
        var contents = [#"{"role":"user","parts":[{"text":"What is the largest city in the user country?"}]}"#]
        var called: [String] = []
        for _ in 0..<3 {
            let body = "{\"contents\":[\(contents.joined(separator: ","))],\"tools\":\(tools.text())\(Self.calling("ANY"))}"
            let name = try #require(try await names(mock, body).first)
            called.append(name)
            contents.append(#"{"role":"model","parts":[{"functionCall":{"name":"\#(name)","args":{}}}]}"#)
            contents.append(#"{"role":"user","parts":[{"functionResponse":{"name":"\#(name)","response":{"r":1}}}]}"#)
        }
        #expect(called == ["get_user_country", "final_result", "final_result"])
    }

    @Test(arguments: [
        ("gemini-2.0-flash", false), ("gemini-2.5-flash", false), ("gemini-3-pro-preview", false), ("gemini-3-flash-preview", true),
        ("gemini-3.5-flash", true), ("gemini-3.6-flash", true),
    ])
    func callsHaveIdsByGeneration(model: String, hasID: Bool) async throws {
        let mock = try MockGemini.make()
        let tools: JSON = [["functionDeclarations": [Self.weather]]]
        let json = try await mock.generate(prompt("The weather in Rome?", ",\"tools\":\(tools.text())"), model: model)
        let call = try #require(json["candidates"]?[0]?["content"]?["parts"]?[0]?["functionCall"])
        #expect(call.object?.members.map(\.name) == (hasID ? ["name", "args", "id"] : ["name", "args"]))
    }
}
