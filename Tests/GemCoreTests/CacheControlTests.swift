import GemCore
import HTTPTypes
import Testing

/// What a request's header fields ask of the cache.
@Suite struct CacheControlTests {
    private static func options(_ control: String) throws -> RequestOptions { try RequestOptions(fields: [.cacheControl: control]) }

    @Test(arguments: [
        ("", CachePolicy.auto), ("no-cache", .refresh), ("NO-CACHE", .refresh), ("no-store", .bypass), ("only-if-cached", .onlyIfCached),
        ("no-cache, no-store", .bypass), ("no-store,only-if-cached", .onlyIfCached), ("no-cachet", .auto),
        ("x=\"no-store, no-cache\"", .auto),
        ("private, community=\"a\\\"b, no-cache\" , no-store", .bypass), (",, ,no-cache,", .refresh), ("no-cache=\"field\"", .refresh),
        ("\"", .auto),
        ("=no-cache", .auto),
    ])
    func thePolicyIsReadFromTheDirectives(control: String, policy: CachePolicy) throws {
        #expect(try Self.options(control).cache == policy)
    }

    @Test(
        arguments: [
            ("max-age=60", 60), ("max-age=\"60\"", 60), ("MAX-AGE = 60", 60), ("max-age=5, max-age=9", 5),
            ("max-age=99999999999999999999", 1 << 31),
            // What is no number asks for the strictest.
            ("max-age", 0), ("max-age=", 0), ("max-age=soon", 0), ("max-age=-1", 0), ("max-age=1.5", 0), ("max-age=0x10", 0),
            ("s-maxage=5", nil),
            ("only-if-cached, no-cache", 0),
        ] as [(String, Int?)])
    func maxAgeIsReadStrictly(control: String, seconds: Int?) throws {
        #expect(try Self.options(control).limits.maxAge == seconds)
    }

    @Test func theOtherLimitsAreReadStrictlyToo() throws {
        #expect(try Self.options("max-stale").limits.maxStale == AgeLimits.anyTime)
        #expect(try Self.options("max-stale=7, max-stale").limits.maxStale == 7)
        #expect(try Self.options("max-stale=any").limits.maxStale == 0)
        #expect(try Self.options("min-fresh=3,min-fresh=5").limits.minFresh == 5)
        #expect(try Self.options("min-fresh=x").limits.minFresh == 1 << 31)
        #expect(try Self.options("stale-if-error=60").limits.staleIfError == 60)
        #expect(try Self.options("stale-if-error=x").limits.staleIfError == 0)
        #expect(try Self.options("immutable").limits == AgeLimits())
    }

    @Test(arguments: [("0", 0.0), ("1", 1), ("2.5", 2.5)]) func thePaceIsANumber(text: String, pace: Double) throws {
        #expect(try RequestOptions(fields: [.gemcachePace: text]).pace == pace)
    }

    @Test(arguments: ["", "fast", "-1", "nan", "inf", "1e300"]) func anotherPaceIsRefusedByName(text: String) throws {
        let error = #expect(throws: GemError.self) { try RequestOptions(fields: [.gemcachePace: text]) }
        #expect(error?.code == .badInput && error?.message.contains("x-gemcache-pace is \"\(text)\"") == true)
    }

    @Test func reductionIsAskedForWithOne() throws {
        #expect(try RequestOptions(fields: [.gemcacheReduce: "1"]).reduces)
        #expect(try !RequestOptions(fields: [.gemcacheReduce: "0"]).reduces)
        #expect(throws: GemError.self) { try RequestOptions(fields: [.gemcacheReduce: "yes"]) }
    }

    @Test func theStatusIsToldAsRFC9211Spells() {
        var status = CacheStatus(.hit, key: RequestKey(Digest(high: 0, low: 1)))
        status.ttl = -412
        #expect(status.description == "gemcache; hit; ttl=-412; key=\"00000000000000000000000000000001\"")
        var miss = CacheStatus(.miss, stored: true, collapsed: true)
        miss.forwardStatus = 200
        #expect(miss.description == "gemcache; fwd=miss; fwd-status=200; stored; collapsed")
        var stale = CacheStatus(.stale, detail: "stale-if-error")
        (stale.forwardStatus, stale.ttl) = (503, -1)
        #expect(stale.description == "gemcache; fwd=stale; fwd-status=503; ttl=-1; detail=stale-if-error")
    }
}
