internal import GemCore
internal import GemTesting
internal import Gemini
internal import HTTPTypes
internal import Testing

@Suite struct ChatTests {
    @Test func turnsAreRememberedWithTheirSignatures() async throws {
        let first =
            #"{"candidates":[{"content":{"parts":[{"text":"Hello","thoughtSignature":"QQ=="}],"role":"model"},"finishReason":"STOP"}]}"#
        let transport = ScriptedTransport(json: first, answer("Bye"))
        let chat = Gemini(transport: transport).chat(thinking: nil)
        #expect(try await chat.send("Hi").text == "Hello")
        #expect(try await chat.send("Go").text == "Bye")
        #expect(
            transport.bodies[1]
                == #"{"contents":[{"parts":[{"text":"Hi"}],"role":"user"},{"parts":[{"text":"Hello","thoughtSignature":"QQ=="}],"#
                + #""role":"model"},{"parts":[{"text":"Go"}],"role":"user"}]}"#
        )
        #expect(chat.history.map(\.text) == ["Hi", "Hello", "Go", "Bye"])
    }

    @Test func aChatBeforeItsFirstTurnHasNoTokens() async throws {
        #expect(try await Gemini(transport: ScriptedTransport([])).chat().countTokens().total == 0)
    }

    @Test func aFailedOrBlockedTurnLeavesNoTrace() async throws {
        let blocked = #"{"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"SAFETY"}]}"#
        let transport = ScriptedTransport([.json(.ok, Array(blocked.utf8)), .json(.internalServerError, []), .events([chunk("a")])])
        let chat = Gemini(transport: transport).chat()
        _ = try await chat.send("1")
        await #expect(throws: GemError.self) { _ = try await chat.send("2") }
        let stream = try await chat.stream("3")
        await #expect(throws: GemError.self) { for try await _ in stream {} }
        #expect(chat.history.isEmpty)
    }

    @Test func aStreamedTurnIsRememberedAtItsEnd() async throws {
        let transport = ScriptedTransport([.events([chunk("On"), chunk("ce", "STOP")])])
        let chat = Gemini(transport: transport).chat()
        let stream = try await chat.stream("Tell")
        #expect(chat.history.isEmpty)
        for try await _ in stream {}
        #expect(chat.history == [.user("Tell"), .model("Once")])
    }

    @Test func historyCanBeCutAndFilesStay() async throws {
        let transport = ScriptedTransport(json: answer("a"), answer("b"))
        let film = try TemporaryFile(Array("\0\0\0\u{18}ftypisom".utf8), name: "film.mp4")
        let chat = Gemini(transport: transport).chat(history: [.user("old"), .model("older")])
        chat.history.removeAll()
        _ = try await chat.send("What is this?", .file(film.path))
        _ = try await chat.send("And now?")
        #expect(transport.calls[0].body.contains("old") == false)
        #expect(transport.calls[1].attachments == transport.calls[0].attachments)
        #expect(transport.calls[1].attachments.count == 1)
    }

    @Test func functionResultsGoBackAsATurn() async throws {
        let call = #"{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{}}}],"role":"model"},"finishReason":"STOP"}]}"#
        let transport = ScriptedTransport(json: call, answer("done"))
        let chat = Gemini(transport: transport).chat(thinking: nil)
        let calls = try await chat.send("Do").functionCalls
        #expect(calls.map(\.name) == ["f"])
        #expect(try await chat.send(Content(parts: [.functionResponse("f", ["ok": true])])).text == "done")
        #expect(transport.bodies[1].contains(#"{"functionResponse":{"name":"f","response":{"ok":true}}}"#))
    }

    @Test func theLastTurnIsTakenBack() async throws {
        let transport = ScriptedTransport(json: answer("a"), answer("b"), answer("c"))
        let chat = Gemini(transport: transport).chat()
        #expect(chat.rewind().isEmpty)
        _ = try await chat.send("1")
        _ = try await chat.send("2")
        #expect(chat.last?.partialText == "b")
        #expect(chat.rewind() == [.user("2"), .model("b")])
        #expect(chat.last == nil)
        _ = try await chat.send("3")
        #expect(chat.history.map(\.text) == ["1", "a", "3", "c"])
        chat.rewind()
        chat.rewind()
        #expect(chat.history.isEmpty)
    }

    @Test func editedTurnsAreWhatIsAsked() async throws {
        let transport = ScriptedTransport(json: answer("a"), answer("b"))
        let chat = Gemini(transport: transport).chat(thinking: nil)
        _ = try await chat.send("My name is Ada.")
        chat.history[0].parts = [.text("My name is Bob.")]
        _ = try await chat.send("Who am I?")
        #expect(transport.bodies[1].contains("Bob") && !transport.bodies[1].contains("Ada"))
    }

    @Test func anotherModelGoesOnWithTheConversation() async throws {
        let transport = ScriptedTransport(json: answer("a"), answer("b"), #"{"totalTokens":9}"#)
        let chat = Gemini(transport: transport).chat()
        _ = try await chat.send("1")
        chat.model = "gemini-2.5-pro"
        _ = try await chat.send("2")
        #expect(try await chat.countTokens().total == 9)
        #expect(
            transport.paths.map { $0.split(separator: "/").last ?? "" } == [
                "gemini-2.5-flash:generateContent", "gemini-2.5-pro:generateContent", "gemini-2.5-pro:countTokens",
            ])
        #expect(try JSON(parsing: transport.bodies[2])["contents"]?.array?.count == 4)
    }

    @Test func anAbandonedStreamIsNotRemembered() async throws {
        let transport = ScriptedTransport([.events([chunk("On"), chunk("ce", "STOP")])])
        let chat = Gemini(transport: transport).chat()
        let stream = try await chat.stream("Tell")
        for try await _ in stream { break }
        #expect(chat.history.isEmpty)
    }

    @Test func conversationsAreAskedAsTheyAre() async throws {
        let transport = ScriptedTransport(json: answer("Ada"))
        let turns: [Content] = [.user("I am Ada."), .model("Hello."), .user("Who am I?")]
        #expect(try await Gemini(transport: transport).generate(turns, thinking: nil).text == "Ada")
        #expect(
            transport.bodies == [
                #"{"contents":[{"parts":[{"text":"I am Ada."}],"role":"user"},{"parts":[{"text":"Hello."}],"role":"model"},"#
                    + #"{"parts":[{"text":"Who am I?"}],"role":"user"}]}"#
            ])
    }
}
