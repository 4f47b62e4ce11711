import Glibc
import Synchronization

/// What is handed over.
final class Box: Sendable {
    let number: Int
    init(_ number: Int) { self.number = number }
}

/// A thread that makes boxes for tasks, as libcurl's thread makes responses.
final class Maker: Sendable {
    let orders = Mutex<[CheckedContinuation<Box, Never>]>([])

    func run() {
        while true {
            for order in orders.withLock({ orders in
                defer { orders = [] }
                return orders
            }) { order.resume(returning: Box(1)) }
        }
    }
}

/// Makes four tasks read what another thread has made: handed over by continuations, or by nothing at all where the argument is `raced`.
@main struct Race {
    static let maker = Maker()
    nonisolated(unsafe) static var unguarded = 0

    static func main() async {
        if CommandLine.arguments.contains("raced") { return await race() }
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { @Sendable _ in
                Race.maker.run(); return nil
            }, nil)
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var sum = 0
                    for _ in 0..<20_000 {
                        sum += await withCheckedContinuation { order in maker.orders.withLock { $0.append(order) } }.number
                    }
                    return sum
                }
            }
            await group.waitForAll()
        }
        exit(0)
    }

    static func race() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { for _ in 0..<20_000 { unguarded += 1 } } }
        }
    }
}
