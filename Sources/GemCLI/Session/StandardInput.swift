import GemCache
import GemCore
import Gemini

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What is piped in, and files by name where `-` is the pipe.
enum StandardInput {
    /// All bytes until the end.
    static func bytes() throws(GemError) -> [UInt8] {
        guard let all = bytes(of: STDIN_FILENO) else {
            throw GemError(.badInput, "Standard input cannot be read; give a file's name in the place of -.")
        }
        return all
    }

    /// All bytes of an open file from where it stands to its end; nil where it cannot be read, which `errno` explains.
    static func bytes(of descriptor: Int32) -> [UInt8]? {
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let got = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { return nil }
            guard got > 0 else { return all }
            all.append(contentsOf: piece[..<got])
        }
    }

    /// All text until the end.
    static func text() throws(GemError) -> String {
        guard let text = Self.text(try bytes()) else {
            throw GemError(.badInput, "Standard input is no UTF-8 text; give a file as an attachment instead.")
        }
        return text
    }

    /// A text file's text without the mark that says it is UTF-8; nil where it is not.
    static func text(_ bytes: [UInt8]) -> String? {
        String(validating: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
    }

    /// The lines of a text, blank ones too: LF or CRLF ends one and nothing else does, as all tools have it that count lines.
    static func lines(_ text: String) -> [Substring] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            Substring(line.last == "\r" ? line.dropLast() : line)
        }
    }

    /// All bytes as something to look at; what they are is told by themselves.
    static func media() throws(GemError) -> Media {
        let bytes = try bytes()
        guard !bytes.isEmpty else {
            throw GemError(.badInput, "Standard input is empty, so there is nothing to look at; pipe something in, or leave out the -.")
        }
        return .data(bytes, mimeType: MIMEType.sniff(bytes: bytes, name: ""))
    }

    /// A file's bytes, or standard input's for `-`.
    static func contents(of file: String) throws(GemError) -> [UInt8] {
        if file == "-" { return try bytes() }
        try FileName.refuseFolder(file, "what is read here")
        guard let data = FileManager.default.contents(atPath: file) else {
            throw GemError(.badInput, "Cannot read \(file): it is missing or not readable; check the path.")
        }
        return [UInt8](data)
    }
}
