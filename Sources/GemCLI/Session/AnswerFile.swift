import GemCache
import GemCore
import Gemini

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The file an answer is kept in: its pictures and sounds, each in a file of its own, or its text where it has none.
struct AnswerFile: Sendable {
    let name: String

    /// Throws where it cannot be written, before anything is asked and paid for.
    init(_ name: String) throws(GemError) {
        self.name = name
        guard !name.isEmpty else { throw GemError(.badInput, "--save names no file; give it a name, such as answer.txt.") }
        guard name != "-" else { throw GemError(.badInput, "--save wants a file's name; the answer is on standard output without it.") }
        try FileName.refuseFolder(name, "what an answer is kept in")
        try FileName.checkWritable(name)
    }

    /// Writes what the answer holds; gives the names of the files.
    func write(_ media: [Blob], else text: String) throws(GemError) -> [String] {
        guard !media.isEmpty else {
            try put(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), in: name)
            return [name]
        }
        var names: [String] = []
        for (index, blob) in media.enumerated() {
            guard let bytes = blob.bytes else { throw GemError(.upstream, "The answer's \(blob.mimeType) is not base64; ask again.") }
            let own = Self.numbered(name, index)
            try put(
                Self.isBareSound(blob.mimeType) && own.lowercased().hasSuffix(".wav") ? Self.wave(bytes, blob.mimeType) : bytes, in: own)
            names.append(own)
        }
        return names
    }

    /// `drawing.png`, `drawing-2.png`, `drawing-3.png`.
    static func numbered(_ name: String, _ index: Int) -> String {
        guard index > 0 else { return name }
        let start = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
        guard let dot = name[start...].lastIndex(of: "."), dot > start else { return "\(name)-\(index + 1)" }
        return "\(name[..<dot])-\(index + 1)\(name[dot...])"
    }

    private static func isBareSound(_ type: String) -> Bool {
        let type = type.lowercased()
        return type.hasPrefix("audio/l16") || type.hasPrefix("audio/pcm")
    }

    /// Samples as speech models give them, 16 bits and one channel, with the head that makes them a WAV file.
    static func wave(_ samples: [UInt8], _ type: String) -> [UInt8] {
        let told = type.lowercased().split(separator: ";").compactMap { word -> UInt32? in
            let word = word.filter { $0 != " " }
            return word.hasPrefix("rate=") ? UInt32(word.dropFirst(5)) : nil
        }
        let rate = min(told.first ?? 24_000, 1_000_000)
        func four(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
        func two(_ value: UInt16) -> [UInt8] { [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)] }
        let count = UInt32(clamping: samples.count)
        return Array("RIFF".utf8) + four(count &+ 36) + Array("WAVEfmt ".utf8) + four(16) + two(1) + two(1) + four(rate) + four(rate * 2)
            + two(2) + two(16) + Array("data".utf8) + four(count) + samples
    }

    private func put(_ bytes: [UInt8], in file: String) throws(GemError) {
        do { try Data(bytes).write(to: URL(fileURLWithPath: file), options: .atomic) } catch {
            throw GemError(
                .store, "Cannot write \(file): its folder is full or may not be written; name another file, the answer is known by now.")
        }
    }
}
