import GemCore
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        #"{"a":1,"b":[true,false,null,"x\n\"é"],"c":{}}"#, "[]", "-1.50e+3", #""😀""#,
    ])
    func compactTextReadsBackUnchanged(text: String) throws {
        #expect(try JSON(parsing: text).text() == text)
    }

    @Test func escapesAreDecoded() throws {
        #expect(try JSON(parsing: #""\u0041\ud83d\ude00\/""#) == "A😀/")
        #expect(try JSON(parsing: #""\ud83d""#) == "\u{FFFD}")
    }

    @Test func lenientAcceptsWhatTheTranscoderDoes() throws {
        let value = try JSON(parsing: "{'file': {display_name: 'X',},}", .lenient)
        #expect(value == ["file": ["display_name": "X"]])
    }

    @Test(arguments: ["", "{", "[1,]", "{\"a\" 1}", "01", "nul", "\"\u{1}\"", "1 2", "{'a':1}"])
    func strictRefuses(text: String) {
        #expect(throws: JSONFailure.self) { try JSON(parsing: text) }
    }

    @Test func prettyIsTheUnaryLayoutOfTheAPI() {
        let value: JSON = ["a": ["x"], "b": [:]]
        #expect(value.text(.pretty) == "{\n  \"a\": [\n    \"x\"\n  ],\n  \"b\": {}\n}\n")
        #expect(value.text(.line) == #"{"a": ["x"],"b": {}}"#)
    }

    @Test func depthIsBounded() {
        #expect(throws: JSONFailure.self) { try JSON(parsing: String(repeating: "[", count: 100_000)) }
    }
}
