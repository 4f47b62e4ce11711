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

    /// That `-` stands in two places.
    static var readTwice: GemError {
        GemError(.badInput, "- stands for standard input, which can be read only once; give the other by name.")
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

    /// All bytes as something to look at; what they are is told by themselves, where `type` does not.
    static func media(type: String? = nil) throws(GemError) -> Media {
        try media(try bytes(), "Standard input", type)
    }

    /// A file's bytes, or standard input's for `-`.
    static func contents(of file: String) throws(GemError) -> [UInt8] {
        if file == "-" { return try bytes() }
        try FileName.refuseFolder(file, "what is read here")
        let descriptor = openToRead(file)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, kind(of: descriptor) != S_IFCHR || isatty(descriptor) == 1, let bytes = bytes(of: descriptor) else {
            throw GemError(.badInput, "Cannot read \(file): it is missing or not readable; check the path.")
        }
        return bytes
    }

    /// What a name tells to look at; a pipe such as `<(…)` gives what flows through it.
    static func media(named name: String, type: String?) throws(GemError) -> Media {
        switch Media(name) {
        case .file(let path, _) where isPipe(path): try self.media(try contents(of: path), path, type)
        case .file(let path, _): .file(path, mimeType: type)
        case .url(let url, _): .url(url, mimeType: type)
        case let other: other
        }
    }

    private static func isPipe(_ path: String) -> Bool {
        var about = stat()
        return stat(path, &about) == 0 && about.st_mode & S_IFMT == S_IFIFO
    }

    private static func kind(of descriptor: Int32) -> mode_t {
        var about = stat()
        return fstat(descriptor, &about) == 0 ? about.st_mode & S_IFMT : 0
    }

    private static func media(_ bytes: [UInt8], _ name: String, _ type: String?) throws(GemError) -> Media {
        guard !bytes.isEmpty else {
            throw GemError(.badInput, "\(name) is empty, so there is nothing to look at; pipe something in, or leave it out.")
        }
        let type = type ?? MIMEType.sniff(bytes: bytes, name: "")
        guard type != "application/octet-stream" else {
            throw GemError(
                .badInput,
                "The bytes of \(name.hasPrefix("Standard") ? "standard input" : name) do not tell what they are; say it with “;type=audio/mpeg” behind the name, give a file whose name does, or convert it, such as to PDF."
            )
        }
        return .data(bytes, mimeType: type)
    }
}

// Beside the type, where `open` and `close` are the system's.
private func openToRead(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC) }
