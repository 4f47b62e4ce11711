import GemCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A file that is written whole, so that who reads it never sees half a report.
struct ReportFile: Sendable {
    private let name: String

    /// Names the file.
    init(_ name: String) { self.name = name }

    /// Throws where it could not be written.
    func check() throws(GemError) {
        let probe = name + ".new"
        guard FileManager.default.createFile(atPath: probe, contents: Data()) else { throw failure }
        try? FileManager.default.removeItem(atPath: probe)
    }

    /// Puts a report in the place of the file.
    func write(_ json: JSON) throws(GemError) {
        do { try Data(json.bytes(.readable)).write(to: URL(fileURLWithPath: name), options: .atomic) } catch { throw failure }
    }

    private var failure: GemError { FileName.unwritable(name, "report") }
}
