import GemCore
import Testing

@Suite struct StreamWholeTests {
    /// A chunk as the API sends it.
    static func chunk(_ text: String, total: Int = 4, reason: String? = nil, thought: Bool = false) -> String {
        let end = reason.map { #","finishReason": "\#($0)""# } ?? ""
        return
            #"{"candidates": [{"content": {"parts": [{"text": "\#(text)"\#(thought ? #","thought": true"# : "")}],"role": "model"}\#(end),"#
            + #""index": 0}],"usageMetadata": {"promptTokenCount": 4,"totalTokenCount": \#(total),"promptTokensDetails": [{"modality": "#
            + #""TEXT","tokenCount": 4}]},"modelVersion": "gemini-2.5-flash","responseId": "r-1_"}"#
    }

    private func plain(_ text: String) -> PlainChunk? {
        var reader = PlainChunkReader()
        return reader.read(Array(text.utf8))?.chunk
    }

    @Test func aUsualChunkIsReadInOnePass() throws {
        let chunk = try #require(plain(Self.chunk(#"ü \"a\"\n\u00e9\u003c漢"#)))
        #expect(chunk.text == "ü \"a\"\né<漢")
        #expect(chunk.index == 0 && !chunk.isThought && !chunk.isFinal)
        #expect(plain(Self.chunk("a", reason: "STOP"))?.isFinal == true)
        #expect(plain(Self.chunk("a", reason: ""))?.isFinal == false)
        #expect(plain(Self.chunk("a", reason: "FINISH_REASON_UNSPECIFIED"))?.isFinal == false)
        #expect(plain(Self.chunk("a", thought: true))?.isThought == true)
        #expect(plain(#"{"candidates":[{"content":{"parts":[{"text":""}]},"index":3}]}"#)?.index == 3)
    }

    @Test(arguments: [
        #"{"candidates":[{"content":{"parts":[{"text":"a"},{"text":"b"}]}}]}"#,
        #"{"candidates":[{"content":{"parts":[{"text":"a","thoughtSignature":"QQ=="}]}}]}"#,
        #"{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}}]}}]}"#,
        #"{"candidates":[{"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"b"}]},"index":1}]}"#,
        #"{"candidates":[{"content":{"parts":[{"text":"a"}]},"groundingMetadata":{}}]}"#,
        #"{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":1}]}"#,
        #"{"candidates":[{"content":{"parts":[{"text":"a"}]},"index":"0"}]}"#,
        #"{"candidates":[{"content":{"parts":[{"text":"a"}]},"index":10}]}"#,
        #"{"candidates":[{"content":{"parts":[{"text":"a","text":"b"}]}}]}"#,
        #"{"candidates":[{"content":{"parts":[{"text":"\ud83d\ude00"}]}}]}"#,
        #"{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}],"error":null}"#,
        #"{"candidates":[{"content":{"parts":[{"text":"a"}]}}],"promptFeedback":{}}"#,
        #"{"candidates":[{"finishReason":"STOP"}]}"#, #"{"usageMetadata":{}}"#, #"{"candidates":[]}"#, "{}", "[]", "1", "",
    ])
    func whatIsUnusualIsLeftToTheTree(text: String) { #expect(plain(text) == nil) }

    /// Bytes taken out, put in or changed at every place: what is taken as plain is JSON, and says the same.
    ///
    /// Each is read twice: by itself, and after the chunk it was made of, with which it is compared first.
    @Test func nothingIsTakenThatJSONWouldRefuse() throws {
        let samples = [
            Self.chunk(#"ü\n\u00e9"#, reason: "STOP"), Self.chunk("a", thought: true),
            #"{ "a" : [1, -0.5e+3, true, null, {"b":{}}] , "candidates":[ {"x":"y","content":{"parts":[{"text":"t"}]} } ] }"#,
        ]
        var (taken, alike) = (0, 0)
        for sample in samples.map({ Array($0.utf8) }) {
            for place in sample.indices {
                for other in Array("\"\\{}[],: 019-.eEutn\u{1}/ü".utf8) + [0x80, 0xFF] {
                    var (changed, longer, shorter) = (sample, sample, sample)
                    changed[place] = other
                    longer.insert(other, at: place)
                    shorter.remove(at: place)
                    for bytes in [changed, longer, shorter] {
                        var (alone, after) = (PlainChunkReader(), PlainChunkReader())
                        _ = after.read(sample)
                        let (chunk, second) = (alone.read(bytes)?.chunk, after.read(bytes))
                        #expect(chunk == second?.chunk, "\(String(decoding: bytes, as: UTF8.self))")
                        guard let chunk else { continue }
                        taken += 1
                        alike += second?.isAlike == true ? 1 : 0
                        let tree = try #require(try? JSON(parsing: bytes), "\(String(decoding: bytes, as: UTF8.self))")
                        let candidate = tree["candidates"]?[0]
                        let part = candidate?["content"]?["parts"]?[0]
                        let isSame =
                            part?["text"]?.string == chunk.text && part?["thought"]?.bool ?? false == chunk.isThought
                            && candidate?["index"]?.int ?? 0 == chunk.index && StreamMerge.isComplete([tree]) == chunk.isFinal
                            && tree["candidates"]?[1] == nil && part?.object?.members.count == (part?["thought"] == nil ? 1 : 2)
                        #expect(isSame, "\(String(decoding: bytes, as: UTF8.self))")
                    }
                }
            }
        }
        #expect(taken > 10_000 && alike > 1_000 && alike < taken)
    }

    @Test(arguments: [
        [chunk("On"), chunk("ce ", total: 5), chunk("up", total: 6), chunk("on", total: 7, reason: "STOP")],
        [chunk("h", thought: true), chunk("m", thought: true), chunk("Y"), chunk("e"), chunk("s"), chunk("", reason: "STOP")],
        [chunk("a"), #"{"candidates":[{"content":{"parts":[{"text":"b","thoughtSignature":"QQ=="}]}}]}"#, chunk("c"), chunk("d")],
        [
            #"{"candidates":[{"content":{"parts":[{"text":"a"}]},"x":null,"y":1}],"m":null,"n":{"k":1}}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"b"}]},"x":null,"y":2}],"m":null,"n":{"l":2}}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"c"}]},"x":3,"y":null}],"m":1,"n":null}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"d"}]},"x":4,"y":null}],"m":2,"n":null}"#,
        ],
        [
            #"{"candidates":[{"content":{"parts":[{"text":"a"}]},"index":0}]}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"x"}]},"index":1}]}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"y"}]},"index":1}]}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"b"}]},"index":0}]}"#,
        ],
        [
            #"{"candidates":[{"content":{"parts":[{"text":"a"}]}}],"usageMetadata":{"a":1}}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"b"}]}}],"usageMetadata":{"b":2}}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"c"}]}}],"usageMetadata":{"b":3}}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"d"}]}}],"usageMetadata":{"b":null}}"#,
        ],
        [#"{"usageMetadata":{"a":1}}"#, chunk("a"), chunk("b"), #"{"promptFeedback":{"blockReason":"OTHER"}}"#],
        [],
    ])
    func theWholeIsWhatMergingEveryChunkGives(chunks: [String]) throws {
        for count in 0...chunks.count {
            var whole = StreamWhole()
            for chunk in chunks[..<count] { _ = try whole.add(Array(chunk.utf8)) }
            let trees = try chunks[..<count].map { try JSON(parsing: $0) }
            #expect(try whole.merged() == StreamMerge.merge(trees))
            #expect(whole.isComplete == StreamMerge.isComplete(trees))
            #expect(whole.count == count)
        }
    }

    @Test func whatIsNoJSONIsToldAndNotKept() throws {
        var whole = StreamWhole()
        _ = try whole.add(Array(Self.chunk("a").utf8))
        #expect(throws: JSONFailure.self) { _ = try whole.add(Array(#"{"candidates":[{"content":{"parts":[{"text":"a}]}}]}"#.utf8)) }
        #expect(whole.count == 1)
    }

    /// Ten thousand chunks of one form keep their text, not themselves.
    @Test func aLongAnswerIsKeptAsItsText() throws {
        var whole = StreamWhole()
        for number in 0..<10_000 { _ = try whole.add(Array(Self.chunk("word \(number) ", total: number).utf8)) }
        _ = try whole.add(Array(Self.chunk("", total: 10_000, reason: "STOP").utf8))
        #expect(whole.isComplete)
        #expect(whole.keptBytes < 140_000)
        let merged = try whole.merged()
        #expect(merged["candidates"]?[0]?["content"]?["parts"]?.array?.count == 1)
        #expect(merged["candidates"]?[0]?["content"]?["parts"]?[0]?["text"]?.string?.hasSuffix("word 9999 ") == true)
        #expect(merged["usageMetadata"]?["totalTokenCount"] == 10_000)
    }
}
