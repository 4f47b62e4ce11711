import ArgumentParser
import GemCore
import GemStore

/// `gemcache cache verify`: checks every byte.
struct CacheVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check every stored byte against its checksum, and name what is damaged.",
        discussion: """
              gemcache cache verify
              gemcache cache verify --repair

            Damaged answers are treated as missing and fetched again in any case. Ends with 74 where something is damaged and not repaired.
            """)

    @OptionGroup var options: CacheOptions

    @Flag(help: "Remove what is damaged; a queued question that is lost becomes a dead letter that says so.")
    var repair = false

    @Flag(name: .shortAndLong, help: "No progress on standard error.")
    var quiet = false

    func run() async throws {
        try await reporting(json: options.json) {
            let printer = ProgressPrinter(isQuiet: quiet || !Console.errorMoves)
            if repair {
                try await withOpenStore(options.storage) { store in
                    let report = try check(store, printer)
                    let repaired = try await store.repair(report)
                    tell(report, repaired)
                }
            } else {
                try withStore(options.storage, isReading: true) { store in
                    let report = try check(store, printer)
                    tell(report, nil)
                    if !report.isSound {
                        throw GemError(
                            .store,
                            "The store has damage; damaged answers are treated as missing and fetched again. `gemcache cache verify --repair` removes it."
                        )
                    }
                }
            }
        }
    }

    private func check(_ store: Store, _ printer: ProgressPrinter) throws(GemError) -> StoreReport {
        let report = try store.verify { printer.show("verifying", done: $0, of: $1) }
        printer.clear()
        return report
    }

    private func tell(_ report: StoreReport, _ repaired: Repaired?) {
        func list(_ names: [String]) -> JSON { .array(names.map(JSON.string)) }
        if options.json {
            return Console.print(
                .members([
                    "rows": .int(report.rows), "blobs": .int(report.blobs), "sound": .bool(report.isSound), "damaged": list(report.damaged),
                    "damagedBlobs": list(report.damagedBlobs), "wrongNotes": list(report.wrongNotes), "strayBlobs": list(report.strayBlobs),
                    "repaired": repaired.map {
                        .members(["rows": .int($0.rows), "blobs": .int($0.blobs), "lostQuestions": .int($0.lost)])
                    },
                ]))
        }
        for name in report.damaged { Console.print("damaged \(name)") }
        for name in report.damagedBlobs { Console.print("damaged blob \(name)") }
        for note in report.wrongNotes { Console.print("wrong: \(note)") }
        let damaged = report.damaged.count + report.damagedBlobs.count
        Console.print("\(report.rows) rows and \(report.blobs) blobs checked, \(damaged) damaged")
        guard let repaired, !report.isSound else { return }
        let lost = repaired.lost > 0 ? "; \(repaired.lost) queued questions are lost, see `gemcache queue`" : ""
        Console.print("repaired \(repaired.rows) rows and \(repaired.blobs) blobs\(lost)")
    }
}
