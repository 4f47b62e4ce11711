// A second process for the tests of GemStore: does one thing to the store it is given, and says what came of it.
import GemCore
import GemStore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

func say(_ text: String) {
    print(text)
    fflush(nil)
}

func entry(_ name: String, payload: [UInt8]) -> EntryRecord {
    let canonical = Array(name.utf8)
    return EntryRecord(
        key: RequestKey(Digest(of: canonical)), variant: .developer, canonical: canonical, payload: payload, operation: "generateContent",
        model: "m", created: Timestamp(microseconds: 1))
}

/// `write PATH PREFIX COUNT SIZE`: stores entries, each in a commit of its own.
func write(_ path: String, _ prefix: String, _ count: Int, _ size: Int) throws(GemError) {
    var options = Store.Options()
    options.mapBytes = 1 << 20
    let store = try Store.open(at: path, options)
    for number in 0..<count {
        try store.writeAndWait { (transaction) throws(GemError) in
            try transaction.putEntry(entry("\(prefix)\(number)", payload: [UInt8](repeating: 7, count: size)))
            transaction.add("written", 1)
        }
    }
    store.close()
    say("done")
}

/// `hang PATH`: stores an entry and a blob, and stays inside the transaction until it is killed.
func hang(_ path: String) throws(GemError) {
    var options = Store.Options()
    options.blobThreshold = 1000
    let store = try Store.open(at: path, options)
    try store.writeAndWait { (transaction) throws(GemError) in
        try transaction.putEntry(entry("hanging", payload: []))
        try transaction.putEntry(entry("large", payload: [UInt8](repeating: 1, count: 5000)))
        say("inside")
        while true { pause() }
    }
}

/// `read PATH`: stays inside a read until it is killed.
func read(_ path: String) throws(GemError) {
    let store = try Store.open(at: path)
    try store.read { (_: borrowing Snapshot) throws(GemError) in
        say("inside")
        while true { pause() }
    }
}

/// `churn PATH ROUND`: queues requests with blobs and answers them, for ever; says each number that is answered.
func churn(_ path: String, _ round: String) throws(GemError) {
    var options = Store.Options()
    options.blobThreshold = 1000
    let store = try Store.open(at: path, options)
    var number = 0
    while true {
        let name = "\(round)-\(number)"
        let attachment = try store.adopt(bytes: Array(name.utf8), mimeType: "text/plain")
        let row = OutboxRow(
            key: entry(name, payload: []).key, path: "/v1beta/models/m:generateContent",
            body: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 2000), attachments: [attachment], created: store.time.now)
        try store.writeAndWait { (transaction) throws(GemError) in _ = try transaction.enqueue(row) }
        try store.writeAndWait { (transaction) throws(GemError) in
            for row in try transaction.lease(now: transaction.now, for: 0, limit: 10) {
                try transaction.putEntry(
                    EntryRecord(
                        key: row.key, variant: .developer, canonical: [], payload: row.body + row.body, operation: "", model: "",
                        created: transaction.now))
                try transaction.complete(row.ticket)
                transaction.add("answered", 1)
            }
        }
        say(name)
        number += 1
    }
}

/// `nobody PATH`: gives up root's rights, where it has them, and opens the store for writing, then read-only.
func nobody(_ path: String) {
    if geteuid() == 0 { _ = setgid(65534) == 0 && setuid(65534) == 0 }
    do throws(GemError) {
        _ = try Store.open(at: path)
        say("opened")
    } catch {
        say("refused \(error.code.name): \(error.message)")
    }
    do throws(GemError) {
        let store = try Store.open(at: path, .readOnly)
        say("entries \(try store.stats().entries)")
    } catch {
        say("refused \(error.code.name): \(error.message)")
    }
}

let arguments = CommandLine.arguments
do throws(GemError) {
    switch arguments.dropFirst().first {
    case "write" where arguments.count == 6: try write(arguments[2], arguments[3], Int(arguments[4]) ?? 0, Int(arguments[5]) ?? 0)
    case "hang" where arguments.count == 3: try hang(arguments[2])
    case "churn" where arguments.count == 4: try churn(arguments[2], arguments[3])
    case "stats" where arguments.count == 3: say("entries \(try Store.open(at: arguments[2]).stats().entries)")
    case "read" where arguments.count == 3: try read(arguments[2])
    case "storm" where arguments.count == 5: try storm(arguments[2], UInt64(arguments[3]) ?? 0, Int(arguments[4]) ?? 0)
    case "bench" where arguments.count == 3: try await bench(arguments[2])
    case "nobody" where arguments.count == 3: nobody(arguments[2])
    default:
        say(
            "usage: write PATH PREFIX COUNT SIZE | hang PATH | churn PATH ROUND | nobody PATH | stats PATH | storm PATH SEED COUNT | bench PATH"
        )
    }
} catch {
    say("failed \(error)")
    exit(error.code.exitCode)
}
