import GemCore
import GemStore

/// `storm PATH SEED COUNT`: does things at random with what other processes use as well, and says whatever is wrong.
///
/// What an entry holds follows from its name, so that each process can judge what the others wrote.
func storm(_ path: String, _ seed: UInt64, _ count: Int) throws(GemError) {
    var options = Store.Options()
    options.mapBytes = 1 << 20
    options.blobThreshold = 20_000
    options.maxBytes = 3 << 20
    let store = try Store.open(at: path, options)
    var dice = Dice(state: seed)
    var read = 0
    for _ in 0..<count {
        let number = dice.below(200)
        let name = "storm \(number)"
        let payload = [UInt8](repeating: UInt8(number), count: number % 20 == 0 ? 30_000 : number * 20)
        switch dice.below(10) {
        case 0..<5:
            let id = entry(name, payload: [])
            let isRight = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in
                snapshot.withEntry(id.key, .developer, canonical: id.canonical) { view in
                    view.payload.withUnsafeBytes { $0.elementsEqual(payload) }
                }
            }
            if isRight != nil { read += 1 }
            if isRight == false { say("wrong \(name)") }
            store.touch(id.key, .developer)
        case 5..<8:
            try store.writeAndWait { (transaction: inout Transaction) throws(GemError) in
                try transaction.putEntry(entry(name, payload: payload))
                transaction.add("stormed", 1)
            }
        case 8:
            let row = OutboxRow(
                key: entry(name, payload: []).key, path: "/v1beta/models/m:generateContent", body: payload, created: store.time.now)
            try store.writeAndWait { (transaction: inout Transaction) throws(GemError) in _ = try transaction.enqueue(row) }
        default:
            try store.writeAndWait { (transaction: inout Transaction) throws(GemError) in
                for row in try transaction.lease(now: transaction.now, for: 60, limit: 2) {
                    let number = row.body.first ?? 0
                    if row.body.contains(where: { $0 != number }) { say("wrong row") }
                    try transaction.complete(row.ticket)
                }
            }
        }
    }
    store.close()
    say("done \(read)")
}

/// Repeatable random numbers.
struct Dice {
    var state: UInt64

    mutating func below(_ limit: UInt64) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % limit)
    }
}
