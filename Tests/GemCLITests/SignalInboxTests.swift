import Dispatch
import Synchronization
import Testing

@testable import GemCLI

@Suite struct SignalInboxTests {
    @Test func aSignalThatMeetsItsProcessIsHandedOnOnce() {
        for round in 1...3000 {
            let inbox = SignalInbox()
            let sent = Mutex<[Int32]>([])
            // Three that pass each other: two signals and the process they are for.
            DispatchQueue.concurrentPerform(iterations: 3) { part in
                let send = { (_: Int32, number: Int32) in sent.withLock { $0.append(number) } }
                if part == round % 3 { inbox.setTarget(7, send) } else { inbox.take(Int32(10 + part), send) }
            }
            let wanted = [0, 1, 2].filter { $0 != round % 3 }.map { Int32(10 + $0) }
            #expect(sent.withLock { $0.sorted() } == wanted)
        }
    }

    @Test func whatCameBeforeIsHandedOnAndNothingAfter() {
        let inbox = SignalInbox()
        var sent: [[Int32]] = []
        let send = { (pid: Int32, number: Int32) in sent.append([pid, number]) }
        inbox.take(15, send)
        inbox.take(1, send)
        inbox.take(1, send)
        #expect(sent.isEmpty)
        inbox.setTarget(7, send)
        #expect(sent == [[7, 1], [7, 15]])
        inbox.take(10, send)
        #expect(sent.last == [7, 10])
        inbox.setTarget(0, send)
        inbox.take(12, send)
        inbox.reset()
        inbox.setTarget(8, send)
        #expect(sent.count == 3)
    }
}
