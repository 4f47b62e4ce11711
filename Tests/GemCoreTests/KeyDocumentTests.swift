import Testing

@testable import GemCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// `docs/CacheKey.md` and `docs/CacheKeyFields.md` say what the tables say. `GEMCACHE_WRITE_GOLDEN=1` writes the latter anew.
@Suite struct KeyDocumentTests {
    static let docs =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/") + "/docs/"

    static func text(_ name: String) throws -> String {
        var status = stat()
        try #require(stat(docs + name, &status) == 0)
        return String(decoding: try FileSlice(path: docs + name, length: Int64(status.st_size)).read(), as: UTF8.self)
    }

    private static func name(_ field: KeySchema.Field) -> String { String(decoding: KeySchema.bytes(field.name), as: UTF8.self) }

    /// How a field takes part, in a few words.
    private static func part(_ kind: KeySchema.Kind) -> String {
        switch kind {
        case .text: "text"
        case .number: "number"
        case .float: "number of 32 bits"
        case .flag: "flag"
        case .enumeration: "enum"
        case .message, .mediaResolution: "message"
        case .map: "map of messages"
        case .bytes: "bytes, by their hash"
        case .duration: "duration"
        case .data: "user data"
        case .ordered: "user data in its order"
        case .ignored: "**no part**"
        case .role: "role"
        case .model: "model, unless it is the path's"
        case .cachedContent: "cached content, by what it holds"
        case .callID: "id of a call, by its pairing"
        case .secret: "**that it is there**"
        case .address: "text; **that it is there** where it holds a credential"
        case .dimension: "number, unless it is the model's default"
        case .falseIsAbsent: "flag, unless false"
        case .trueIsAbsent: "flag, unless true"
        case .override: "its members, as those of the request"
        case .replace: "its members, instead of those of the request"
        case .textContent: "content, or its text"
        case .fileData: "file, by its content where known"
        }
    }

    /// Every field of every table.
    static var fields: String {
        var lines = [
            "# Fields that take part in a key", "",
            "Made from the tables in `Sources/GemCore/Keys/KeySchema+Tables.swift`; the rules are in `CacheKey.md`. Whatever is not listed takes part as it",
            "is spelled. *List* takes one value for a list of one; *empty = absent* is said of messages alone, since empty lists always are.",
            "",
            "Key version \(Question.keyVersion).",
        ]
        let names = KeySchema.messageNames
        for (message, table) in KeySchema.messageTable.enumerated() where !table.isEmpty {
            lines += ["", "## \(names[message])", "", "| field | takes part as |", "|---|---|"]
            for field in table {
                var part = part(field.kind)
                switch field.kind {
                case .message, .map, .mediaResolution, .textContent, .fileData: part += " `\(names[field.target])`"
                default: break
                }
                if field.flags.contains(.repeated) { part = "list: " + part }
                if field.flags.contains(.emptyIsAbsent) { part += ", empty = absent" }
                if field.flags.contains(.nullIsData) { part += ", null stands" }
                if field.flags.contains(.notInOverride), field.kind != .override,
                    let override = table.first(where: { $0.kind == .override })
                {
                    part += ", no field in `\(name(override))`"
                }
                if field.flags.contains(.timeDependent) { part += "; makes the question `timeDependent`" }
                lines.append("| `\(name(field))` | \(part) |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test func everyFieldIsListedAsItTakesPart() throws {
        let path = Self.docs + "CacheKeyFields.md"
        if getenv("GEMCACHE_WRITE_GOLDEN") != nil {
            let file = try #require(fopen(path, "w"))
            fputs(Self.fields, file)
            fclose(file)
        }
        #expect(try Self.text("CacheKeyFields.md") == Self.fields, "Write docs/CacheKeyFields.md anew: the tables changed.")
    }

    @Test func theRulesNameWhatTheTablesMark() throws {
        let text = try Self.text("CacheKey.md")
        #expect(text.contains("now **\(Question.keyVersion)**"))
        for field in KeySchema.messageTable.joined() {
            if !field.flags.isDisjoint(with: [.emptyIsAbsent, .timeDependent, .nullIsData]) {
                #expect(
                    text.contains("`\(Self.name(field))`"), "\(Self.name(field)) is marked in the tables and not named in docs/CacheKey.md")
            }
        }
        for name in KeyQuery.ignored.union(Credential.queryItems) { #expect(text.contains("`\(name)`"), "the query item \(name)") }
        for name in Question.Traits(rawValue: 15).names { #expect(text.contains("| `\(name)` |"), "the trait \(name)") }
        for operation in Route.Operation.allCases where operation.hasKey {
            #expect(text.contains("`\(operation.rawValue)`"), "the operation \(operation.rawValue)")
        }
        for rule in (1...12).map({ "| E\($0) |" }) + (1...9).map({ "D\($0)" }) { #expect(text.contains(rule)) }
    }
}

extension Route.Operation {
    fileprivate var hasKey: Bool {
        switch self {
        case .generateContent, .streamGenerateContent, .countTokens, .computeTokens, .embedContent, .batchEmbedContents, .listModels,
            .getModel, .chatCompletions, .openAIEmbeddings, .interactions:
            true
        default: false
        }
    }
}

extension KeySchema {
    /// The messages' names, which the tables' comments tell, found by their fields: the first that leads there, or the root's.
    fileprivate static var messageNames: [String] {
        var names = [String](repeating: "", count: messageTable.count)
        names[Root.generate] = "GenerateContentRequest"
        names[Root.count] = "CountTokensRequest"
        names[Root.embed] = "EmbedContentRequest"
        names[Root.instance] = "EmbedInstance"
        var queue = [Root.generate, Root.count, Root.embed, Root.instance]
        var taken = Set(names)
        while !queue.isEmpty {
            for field in messageTable[queue.removeFirst()] {
                guard let target = KeySchema.Field.inner(field), names[target].isEmpty else { continue }
                let text = String(decoding: bytes(field.name), as: UTF8.self)
                var name = text.prefix(1).uppercased() + text.dropFirst()
                while taken.contains(name) { name += "2" }
                names[target] = name
                taken.insert(name)
                queue.append(target)
            }
        }
        return names
    }
}

extension KeySchema.Field {
    fileprivate static func inner(_ field: Self) -> Int? { field.innerMessage }
}
