import Foundation
import GemCore
import GemTesting
import Synchronization
import Testing

@testable import GemCLI

/// What an interrupt saves.
@Suite struct InterruptTests {
    @Test func whatIsUnsavedIsSavedOnceAndNothingThatWasForgotten() async {
        let saved = Box()
        _ = Unsaved.add { saved.add(1) }
        let forgotten = Unsaved.add { saved.add(2) }
        Unsaved.forget(forgotten)
        Unsaved.saveAll()
        Unsaved.saveAll()
        #expect(saved.values == [1])
    }

    private final class Box: Sendable {
        private let list = Mutex<[Int]>([])
        var values: [Int] { list.withLock { $0 } }
        func add(_ value: Int) { list.withLock { $0.append(value) } }
    }
}
