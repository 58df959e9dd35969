// The yardstick of our kernel: the same chain in C++, for the two models of this benchmark.
//
// It does what ours does for them: clients of types and municipalities with severity, classes of priority, leaving and
// getting worse while waiting, capacity that follows the week, choice among desks, an event log, counts by lane, by
// desk and by type, waits in bins, weekly areas, and random numbers by counter. It leaves out what the models do not
// use: money, meetings, households, escalation, preemption. Same draws in the same order of events, so that event
// counts are equal and mean waits differ only in the last bits (the library's logarithm, fused multiplication).
//
//   kernel MODEL WEEKS SEED    one line of JSON

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

namespace {

constexpr int CLASSES = 3, ROUTES = 8, BINS = 416, SEVERITIES = 4, MOST = 8, WEEKS_PER_YEAR = 52;
constexpr size_t BLOCK = 2048;
constexpr double FOREVER = 1e300;

// random numbers by counter: splitmix64's mixing (Steele, Lea and Flood 2014), twice
constexpr uint64_t GOLDEN = 0x9E3779B97F4A7C15u;
enum Purpose { GAP = 0, SEVERITY = 1, DURATION = 6, WORSE = 7, WHICH = 8, ROUTE = 14, CHOICE = 15 };

inline uint64_t mix(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}
inline uint64_t root_of(uint64_t seed, uint64_t key) { return mix(mix(seed + GOLDEN) + GOLDEN * key); }
inline double unit(uint64_t root, uint64_t purpose, uint64_t visit) {
    return double(int64_t(mix(root + GOLDEN * ((visit << 8) | purpose)) >> 12)) * 0x1p-52 + 0x1p-53;
}
inline double exponential(uint64_t root, uint64_t purpose, uint64_t visit) {
    return -std::log(unit(root, purpose, visit));
}

// the model
struct Type {
    double rate = 0, season[12], inflow = 1, deterioration = 1, term = 0, severity[SEVERITIES];
    double share[MOST][ROUTES];
    int to[MOST][ROUTES], start = 0, priority = 0;
};
struct Stage {
    double weeks[SEVERITIES], duration = 1, deterioration = 0, leaving = 0, patience = 0, helps = 0, norm = 0;
    int priority = 1;
    bool is_help = true;
};
struct Partner {
    double people = 0, absence = 0, slots = 1, reserved = 0, weight = 1, calendar[WEEKS_PER_YEAR];
};
struct DeskRow { int partner, stage; };
struct Model {
    std::vector<Type> types;
    std::vector<Stage> stages;
    std::vector<Partner> partners;
    std::vector<DeskRow> desks;                          // a partner's stage; lanes are the same with one municipality
    std::vector<std::vector<int>> offers, desks_of;      // by stage, by partner
    double class_weeks = 1e6, choice_beta = 0.1;
    int publish_every = 13;
};

// what changes
enum Kind { ARRIVE, DONE, RESTLESS };
enum Where { NOWHERE, COMING, WAITING, SERVED };
struct Event { double week; int64_t order; int32_t kind, whom; int64_t stamp; };
struct Client {
    uint64_t root;
    int64_t key, stamp;
    int type, stage, desk, from_partner, severity, first_severity, visits, turns, where, klass, before, after;
    bool was_helped;
    double came, reached, started;
};
struct Step {
    int64_t key;
    double requested, started, ended;
    int32_t episode, type, municipality, stage, partner, to_partner, severity, outcome;
};
struct Lane {
    int waiting = 0, busy = 0, head[CLASSES] = {-1, -1, -1}, tail[CLASSES] = {-1, -1, -1};
    double area = 0, since = 0, volume = 0;
    int64_t arrived = 0, begun = 0, done = 0, left = 0, over_norm = 0, passed = 0, worse = 0;
    double wait = 0, wait_squared = 0, left_wait = 0, help = 0;
};
struct Desk {
    int waiting = 0, busy = 0, severity = 0, starts = 0, week_starts = 0, week_arrivals = 0;
    double since = 0, wait_area = 0, busy_area = 0, severity_area = 0, published = 0, sum_wait = 0;
    int64_t waits[BINS] = {};
};
struct Seats { int capacity = 0, busy = 0, waiting = 0; };
struct Stream { int64_t count = 0, stamp = 0; uint64_t root = 0; double rate = 0, units = 0, since = 0; };
struct Group {
    int64_t came = 0, ended = 0, ended_left = 0, better = 0, helped = 0, late = 0, drawing = 0;
    double stay = 0, help_wait = 0, benefit_area = 0, benefit_since = 0, benefit_weeks = 0;
};
struct Week { double queue, busy, severity, arrivals, starts, outside; };

class Simulation {
  public:
    Simulation(const Model& model, uint64_t seed, int weeks)
        : m(model), seed(seed), lanes(m.desks.size()), desks(m.desks.size() + 1), seats(m.partners.size()),
          streams(m.types.size()), groups(m.types.size()), series(size_t(weeks) * desks.size()) {}

    void run(double until) {
        for (int k = 0; k < int(m.types.size()); ++k) begin_stream(k);
        refresh();
        for (;;) {
            const double next_week = week + 1, event = heap.empty() ? FOREVER : heap[0].week;
            const double first = std::fmin(next_week, event);
            if (first >= until) return;
            now = first;
            if (next_week <= first) end_week(); else handle();
        }
    }

    int64_t handled = 0;
    std::vector<Lane> lanes_copy() const { return lanes; }
    size_t steps() const { return log.empty() ? 0 : (log.size() - 1) * BLOCK + log.back().size(); }

  private:
    const Model& m;
    uint64_t seed;
    double now = 0;
    int week = 0, outside = 0;
    double outside_area = 0, outside_since = 0;  // of the severity of who left
    int64_t order = 0;
    bool is_open = false;
    std::vector<Event> heap;
    std::vector<Client> clients;
    std::vector<int> free;
    std::vector<std::vector<Step>> log;  // in blocks, so that nothing is copied when it grows
    std::vector<Lane> lanes;
    std::vector<Desk> desks;
    std::vector<Seats> seats;
    std::vector<Stream> streams;
    std::vector<Group> groups;
    std::vector<Week> series;

    int way() const { return int(desks.size()) - 1; }

    // events: a binary heap by (week, order); the place of the event being handled stays open for the next one made
    static bool earlier(const Event& a, const Event& b) {
        return a.week < b.week || (a.week == b.week && a.order < b.order);
    }
    void down(const Event& e) {
        size_t at = 0, child = 1;
        const size_t n = heap.size();
        while (child < n) {
            if (child + 1 < n && earlier(heap[child + 1], heap[child])) ++child;
            if (!earlier(heap[child], e)) break;
            heap[at] = heap[child];
            at = child;
            child = 2 * at + 1;
        }
        heap[at] = e;
    }
    void push(double when, Kind kind, int whom, int64_t stamp) {
        const Event e{when, order++, kind, whom, stamp};
        if (is_open) {
            is_open = false;
            down(e);
            return;
        }
        size_t at = heap.size();
        heap.push_back(e);
        while (at > 0 && heap[(at - 1) / 2].week > when) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = e;
    }
    void close() {
        if (!is_open) return;
        is_open = false;
        const Event last = heap.back();
        heap.pop_back();
        if (!heap.empty()) down(last);
    }
    void handle() {
        const Event e = heap[0];
        is_open = true;
        if (e.kind == ARRIVE) {
            if (streams[e.whom].stamp == e.stamp) { ++handled; arrive(e.whom); }
        } else if (clients[e.whom].stamp == e.stamp) {
            ++handled;
            if (e.kind == DONE) {
                finish(e.whom);
            } else {
                grow_restless(e.whom);
            }
        }
        close();
    }

    // arrivals
    static int64_t key_of(int kind, int64_t number) { return (int64_t(kind * 32 + 1) << 36) | (number << 3); }
    void begin_stream(int k) {
        Stream& s = streams[k];
        s.root = root_of(seed, key_of(k, s.count));
        s.units = exponential(s.root, GAP, 0);
        s.since = now;
    }
    void plan_arrival(int k) {
        Stream& s = streams[k];
        ++s.stamp;
        if (s.rate > 0) push(s.since + s.units / s.rate, ARRIVE, k, s.stamp);
    }
    void arrive(int k) {
        const Type& of = m.types[k];
        int i;
        if (free.empty()) { i = int(clients.size()); clients.emplace_back(); clients[i].stamp = 0; }
        else { i = free.back(); free.pop_back(); }
        Client& c = clients[i];
        c.key = key_of(k, streams[k].count);
        c.root = streams[k].root;
        c.type = k;
        c.severity = of.severity[0] < 1 ? place(of.severity, SEVERITIES, unit(c.root, SEVERITY, 0)) : 0;
        c.stage = of.start;
        c.visits = c.turns = 0;
        come(i);
        ++streams[k].count;
        begin_stream(k);
        plan_arrival(k);
    }
    static int place(const double* shares, int n, double u) {
        for (int i = 0; i < n - 1; ++i) if (u < shares[i]) return i;
        return n - 1;
    }

    // numbers over time
    void change(int desk, int waiting, int busy, int severity) {
        Desk& d = desks[desk];
        const double passed = now - d.since;
        d.wait_area += passed * d.waiting;
        d.busy_area += passed * d.busy;
        d.severity_area += passed * d.severity;
        d.since = now;
        d.waiting += waiting;
        d.busy += busy;
        d.severity += severity;
    }
    void change_outside(int severity) {
        outside_area += (now - outside_since) * outside;
        outside_since = now;
        outside += severity;
    }
    void use(Lane& lane, int busy) {
        lane.area += (now - lane.since) * lane.busy;
        lane.since = now;
        lane.busy += busy;
    }
    void draw_benefit(Group& g, int number) {
        g.benefit_area += (now - g.benefit_since) * double(g.drawing);
        g.benefit_since = now;
        g.drawing += number;
    }

    // a client's way
    void come(int i) {
        Client& c = clients[i];
        ++groups[c.type].came;
        c.came = now;
        c.was_helped = false;
        c.first_severity = c.severity;
        c.where = COMING;
        c.from_partner = -1;
        change(way(), 0, 0, c.severity);
        draw_benefit(groups[c.type], 1);
        go_to(i, c.stage, choose(c, c.stage));
    }
    double attraction(int desk) const {
        return m.partners[m.desks[desk].partner].weight * std::exp(-m.choice_beta * desks[desk].published);
    }
    int choose(const Client& c, int stage) const {
        const std::vector<int>& offers = m.offers[stage];
        if (offers.size() == 1) return offers[0];
        double total = 0;
        for (int desk : offers) {
            if (m.desks[desk].partner == c.from_partner) return desk;
            total += attraction(desk);
        }
        double left = unit(c.root, CHOICE, c.visits) * total;
        int chosen = -1;
        for (int desk : offers) {
            chosen = desk;
            if (left < attraction(desk)) break;
            left -= attraction(desk);
        }
        return chosen;
    }
    void go_to(int i, int stage, int desk) {
        Client& c = clients[i];
        c.stage = stage;
        c.desk = desk;
        const int k = m.stages[stage].priority + m.types[c.type].priority;
        c.klass = k < 0 ? 0 : k < CLASSES ? k : CLASSES - 1;
        reach(i);
    }
    void reach(int i) {
        Client& c = clients[i];
        ++c.visits;
        c.reached = now;
        c.turns = 0;
        change(way(), 0, 0, -c.severity);
        c.where = WAITING;
        ++desks[c.desk].week_arrivals;
        ++lanes[c.desk].arrived;
        change(c.desk, 1, 0, c.severity);
        const int p = m.desks[c.desk].partner;
        const int places = seats[p].capacity - seats[p].busy;
        if (places > (c.klass > 0 ? m.partners[p].reserved : 0.0)) {
            start(i);
            return;
        }
        queue(i);
        be_restless(i);
    }
    void queue(int i) {
        Client& c = clients[i];
        Lane& lane = lanes[c.desk];
        c.before = lane.tail[c.klass];
        c.after = -1;
        if (c.before < 0) lane.head[c.klass] = i; else clients[c.before].after = i;
        lane.tail[c.klass] = i;
        ++lane.waiting;
        ++seats[m.desks[c.desk].partner].waiting;
    }
    void unqueue(int i) {
        const Client& c = clients[i];
        Lane& lane = lanes[c.desk];
        if (c.before < 0) lane.head[c.klass] = c.after; else clients[c.before].after = c.after;
        if (c.after < 0) lane.tail[c.klass] = c.before; else clients[c.after].before = c.before;
        --lane.waiting;
        --seats[m.desks[c.desk].partner].waiting;
    }
    double worse_rate(const Client& c) const {
        return c.severity < 3 ? m.stages[c.stage].deterioration * m.types[c.type].deterioration : 0.0;
    }
    void be_restless(int i) {
        const Client& c = clients[i];
        const Stage& s = m.stages[c.stage];
        const double rate = worse_rate(c) + s.leaving;
        double when = -1;
        if (rate > 0) when = now + exponential(c.root, WORSE, c.visits * 64 + c.turns) / rate;
        if (s.patience > 0) when = when < 0 ? c.reached + s.patience : std::fmin(when, c.reached + s.patience);
        if (when >= 0) push(when, RESTLESS, i, c.stamp);
    }
    void grow_restless(int i) {
        Client& c = clients[i];
        const Stage& s = m.stages[c.stage];
        const double worse = worse_rate(c), total = worse + s.leaving;
        const bool impatient = s.patience > 0 && now >= c.reached + s.patience;
        if (!impatient && total > 0 && unit(c.root, WHICH, c.visits * 64 + c.turns) * total < worse) {
            change(c.desk, 0, 0, 1);
            ++c.severity;
            ++lanes[c.desk].worse;
            ++c.turns;
            be_restless(i);
            return;
        }
        unqueue(i);
        to_the_way(c, -1, 0);
        ++lanes[c.desk].left;
        lanes[c.desk].left_wait += now - c.reached;
        end(i, true);
    }
    void to_the_way(Client& c, int waiting, int busy) {
        ++c.stamp;
        change(c.desk, waiting, busy, -c.severity);
        change(way(), 0, 0, c.severity);
        c.where = COMING;
    }
    void start(int i) {
        Client& c = clients[i];
        change(c.desk, -1, 1, 0);
        use(lanes[c.desk], 1);
        ++c.stamp;
        c.where = SERVED;
        ++seats[m.desks[c.desk].partner].busy;
        waited(c);
        c.started = now;
        const Stage& s = m.stages[c.stage];
        const double weeks = s.weeks[c.severity] * s.duration * exponential(c.root, DURATION, c.visits);
        push(now + weeks, DONE, i, c.stamp);
    }
    void waited(Client& c) {
        const double wait = now - c.reached;
        Lane& lane = lanes[c.desk];
        const Stage& s = m.stages[c.stage];
        ++lane.begun;
        lane.wait += wait;
        lane.wait_squared += wait * wait;
        if (s.norm > 0 && wait > s.norm) ++lane.over_norm;
        Desk& d = desks[c.desk];
        const int bin = int(wait * 4);
        ++d.waits[bin < BINS ? bin : BINS - 1];
        ++d.starts;
        ++d.week_starts;
        d.sum_wait += wait;
        if (s.is_help && !c.was_helped) {
            c.was_helped = true;
            const double first = now - c.came;
            Group& g = groups[c.type];
            ++g.helped;
            g.help_wait += first;
            g.late += 0 < m.types[c.type].term && m.types[c.type].term < first;
        }
    }
    void finish(int i) {
        Client& c = clients[i];
        const int p = m.desks[c.desk].partner;
        use(lanes[c.desk], -1);
        --seats[p].busy;
        to_the_way(c, 0, -1);
        lanes[c.desk].help += now - c.started;
        ++lanes[c.desk].done;
        if (c.severity > 0 && unit(c.root, 12, c.visits) < m.stages[c.stage].helps) {
            change(way(), 0, 0, -1);
            --c.severity;
        }
        c.from_partner = p;
        const Type& of = m.types[c.type];
        const double* shares = of.share[c.stage];
        const int route = shares[0] < 1 ? place(shares, ROUTES, unit(c.root, ROUTE, c.visits)) : 0;
        const int next = of.to[c.stage][route];
        const int desk = next >= 0 ? choose(c, next) : -1;
        const int to_partner = desk >= 0 && m.desks[desk].partner != p ? m.desks[desk].partner : -1;
        write({c.key, c.reached, c.started, now, 0, c.type, 0, c.stage, p, to_partner, c.severity, 1});
        if (to_partner >= 0) ++lanes[c.desk].passed;
        fill(p);  // who waits for the slot goes before who goes on
        if (next >= 0) go_to(i, next, desk); else end(i, false);
    }
    void write(const Step& step) {
        if (log.empty() || log.back().size() == BLOCK) {
            log.emplace_back();
            log.back().reserve(BLOCK);
        }
        log.back().push_back(step);
    }
    void end(int i, bool left) {
        Client& c = clients[i];
        Group& g = groups[c.type];
        const double stay = now - c.came;
        ++g.ended;
        g.stay += stay;
        g.ended_left += left;
        g.better += c.severity < c.first_severity;
        if (!c.was_helped) g.late += 0 < m.types[c.type].term && m.types[c.type].term < stay;
        change(way(), 0, 0, -c.severity);
        if (left) change_outside(c.severity);
        draw_benefit(g, -1);
        ++c.stamp;
        c.where = NOWHERE;
        free.push_back(i);
    }

    // a partner's slots
    void fill(int p) {
        while (seats[p].waiting > 0 && seats[p].busy < seats[p].capacity) {
            const int places = seats[p].capacity - seats[p].busy;
            int best = -1;
            double best_key = 0;
            for (int desk : m.desks_of[p]) {
                if (lanes[desk].waiting == 0) continue;
                for (int k = 0; k < CLASSES; ++k) {
                    if (k > 0 && places <= m.partners[p].reserved) break;
                    const int i = lanes[desk].head[k];
                    if (i < 0) continue;
                    const double key = k * m.class_weeks + clients[i].reached;
                    if (best < 0 || key < best_key) { best = i; best_key = key; }
                }
            }
            if (best < 0) return;
            unqueue(best);
            start(best);
        }
    }

    // weeks
    void refresh() {
        const int in_year = week % WEEKS_PER_YEAR, month = in_year * 12 / WEEKS_PER_YEAR;
        for (int k = 0; k < int(m.types.size()); ++k) {
            const double rate = m.types[k].rate * m.types[k].season[month] * m.types[k].inflow;
            Stream& s = streams[k];
            if (rate == s.rate) continue;
            s.units = std::fmax(0, s.units - (now - s.since) * s.rate);
            s.since = now;
            s.rate = rate;
            plan_arrival(k);
        }
        for (int p = 0; p < int(m.partners.size()); ++p) {
            const Partner& row = m.partners[p];
            seats[p].capacity = int(row.people * (1 - row.absence) * row.calendar[in_year] * row.slots + 1e-9);
        }
        for (int p = 0; p < int(m.partners.size()); ++p) fill(p);
    }
    void end_week() {
        for (Lane& lane : lanes) {
            lane.area += (now - lane.since) * lane.busy;
            lane.since = now;
            lane.volume += lane.area;
            lane.area = 0;
        }
        for (Group& g : groups) {
            g.benefit_weeks += g.benefit_area + (now - g.benefit_since) * double(g.drawing);
            g.benefit_area = 0;
            g.benefit_since = now;
        }
        for (size_t desk = 0; desk < desks.size(); ++desk) {
            Desk& d = desks[desk];
            change(int(desk), 0, 0, 0);
            series[size_t(week) * desks.size() + desk] =
                {d.wait_area, d.busy_area, d.severity_area, double(d.week_arrivals), double(d.week_starts), 0};
            d.wait_area = d.busy_area = d.severity_area = 0;
            d.week_arrivals = d.week_starts = 0;
            if ((week + 1) % m.publish_every == 0) {
                if (d.starts > 0) d.published = d.sum_wait / d.starts;
                else d.published = d.waiting > 0 ? d.published + m.publish_every : 0;
                d.starts = 0;
                d.sum_wait = 0;
            }
        }
        change_outside(0);
        series[size_t(week) * desks.size() + size_t(way())].outside = outside_area;
        outside_area = 0;
        ++week;
        refresh();
    }
};

// the two models: arrivals and service times by chance, one partner per stage
Model chain(double rate, const std::vector<double>& people, const std::vector<double>& weeks,
            const std::vector<std::vector<std::pair<int, double>>>& routes) {
    Model m;
    const int n = int(people.size());
    Type of;
    of.rate = rate;
    for (double& factor : of.season) factor = 1;
    for (double& share : of.severity) share = 1;
    for (int g = 0; g < n; ++g) {
        Stage stage;
        for (double& mean : stage.weeks) mean = weeks[g];
        m.stages.push_back(stage);
        Partner partner;
        partner.people = people[g];
        for (double& factor : partner.calendar) factor = 1;
        m.partners.push_back(partner);
        m.desks.push_back({g, g});
        m.offers.push_back({g});
        m.desks_of.push_back({g});
        double sum = 0;
        for (int r = 0; r < ROUTES; ++r) {
            const bool is_given = r < int(routes[g].size());
            sum = is_given ? sum + routes[g][r].second : 1;
            of.share[g][r] = sum;
            of.to[g][r] = is_given ? routes[g][r].first : -1;
        }
        of.share[g][routes[g].size() - 1] = 1;
    }
    m.types.push_back(of);
    return m;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    const int weeks = std::atoi(argv[2]);
    const Model model = std::strcmp(argv[1], "mm5") == 0
        ? chain(4, {5}, {1}, {{{-1, 1}}})
        : chain(2.5, {4, 5, 4, 4, 4}, {1.25, 3, 4, 6.5, 2.2},
                {{{1, .5}, {2, .3}, {-1, .2}}, {{3, .2}, {4, .5}, {-1, .3}}, {{3, .3}, {4, .5}, {-1, .2}},
                 {{1, .1}, {4, .7}, {-1, .2}}, {{0, .05}, {-1, .95}}});
    const std::clock_t begin = std::clock();  // of the processor, so that other work on the machine counts less
    Simulation simulation(model, std::strtoull(argv[3], nullptr, 10), weeks);
    simulation.run(weeks);
    const double seconds = double(std::clock() - begin) / CLOCKS_PER_SEC;
    std::printf("{\"seconds\": %.6f, \"events\": %lld, \"steps\": %zu, \"waits\": [", seconds,
                static_cast<long long>(simulation.handled), simulation.steps());
    const char* comma = "";
    for (const Lane& lane : simulation.lanes_copy()) {
        std::printf("%s%.17g", comma, lane.wait / double(lane.begun));
        comma = ", ";
    }
    std::printf("]}\n");
}
