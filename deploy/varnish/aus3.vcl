vcl 4.1;

# Keeps answers for as long as the service says, and drops what a change touched. The hook is of the kind
# "Varnish, by BAN", with this server's address. Included after a backend, as by default.vcl beside it.

import std;

# Who may have answers dropped: the machines on which workers run.
acl purgers {
    "localhost";
    "10.0.0.0"/8;
    "172.16.0.0"/12;
    "192.168.0.0"/16;
}

sub vcl_recv {
    if (req.method == "BAN") {
        if (client.ip !~ purgers || !req.http.X-Ban) {
            return (synth(403, "Not allowed"));
        }
        # About objects alone, so that the ban lurker can work it off.
        if (!std.ban("obj.http.Surrogate-Key ~ " + req.http.X-Ban)) {
            return (synth(400, std.ban_error()));
        }
        return (synth(200, "Banned"));
    }
    if (req.url !~ "^/+(update2?|json)(/|\?|$)") {
        return (pass);
    }
    # Clients of these build targets are told apart by their User-Agent.
    if (req.url ~ "/Darwin" && req.http.User-Agent ~ "PPC") {
        set req.http.X-Client = "PPC";
    } else {
        unset req.http.X-Client;
    }
    unset req.http.Cookie;
}

sub vcl_hash {
    if (req.http.X-Client) {
        hash_data(req.http.X-Client);
    }
}

sub vcl_backend_response {
    # What a sticky throttle decided is for one client.
    if (beresp.http.Cache-Control ~ "private|no-store") {
        set beresp.uncacheable = true;
        return (deliver);
    }
    # While the service is away, its last answers are better than none.
    set beresp.grace = 1h;
}

sub vcl_deliver {
    # The keys are for us, not for clients.
    unset resp.http.Surrogate-Key;
    unset resp.http.Cache-Tag;
}
