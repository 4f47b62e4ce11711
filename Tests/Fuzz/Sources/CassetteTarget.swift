import GemCassette
import GemCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A cassette's file reads or is refused with words; what reads is saved and reads again with as many recordings.
enum CassetteTarget: FuzzTarget {
    static let name = "cassette"

    private static let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gemcache-fuzz-\(UUID().uuidString)")

    static func run(_ bytes: [UInt8]) {
        let file = folder.appendingPathComponent("cassette.json")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
            let cassette = try Cassette.load(file.path)
            guard let first = cassette.interactions.first else { return }
            let count = cassette.interactions.count
            cassette.append(first)
            try cassette.save()
            hold(try Cassette.load(file.path).interactions.count == count + 1, "a saved cassette holds other recordings")
        } catch let error as GemError {
            hold(error.code == .badInput, "\(error)")
        } catch {
            hold(false, "\(error)")
        }
    }
}
