// Another maker's server to test and measure the link against. Started, told and asked as field_server.py is.
//
// node field_server.js --port 0 --ramps 10000 [--limits] [--alarms 10]
"use strict";

const readline = require("node:readline");
const path = require("node:path");
const { createRequire } = require("node:module");

// The libraries are installed beside neither this file nor a parent of it.
const installed = createRequire(path.join(process.env.TIELINE_NODE_FOLDER || __dirname, "package.json"));
const { OPCUAServer } = installed("node-opcua-server");
const { OPCUACertificateManager } = installed("node-opcua-certificate-manager");
const { DataType, Variant } = installed("node-opcua-variant");
const { StatusCodes } = installed("node-opcua-status-code");
const { nodesets } = installed("node-opcua-nodesets");

const URI = "urn:test:field";
const option = (name, otherwise) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const has = (name) => process.argv.includes(`--${name}`);
const say = (words) => process.stdout.write(JSON.stringify(words) + "\n");
const monotonic = () => Number(process.hrtime.bigint()) / 1e9;

async function main() {
    const certificates = new OPCUACertificateManager({
        rootFolder: path.join(process.env.TIELINE_NODE_FOLDER || __dirname, "pki"),
        automaticallyAcceptUnknownCertificate: true,
    });
    const limits = has("limits")
        ? { maxNodesPerRead: 7, maxMonitoredItemsPerCall: 5, maxNodesPerTranslateBrowsePathsToNodeIds: 3 }
        : { maxNodesPerRead: 5000, maxMonitoredItemsPerCall: 5000 };
    const server = new OPCUAServer({
        port: option("port", 0),
        hostname: "127.0.0.1",
        resourcePath: "/field",
        nodeset_filename: [nodesets.standard],
        serverCertificateManager: certificates,
        serverCapabilities: {
            maxSessions: 20,
            operationLimits: limits,
            ...(has("limits") ? { maxMonitoredItemsPerSubscription: 8 } : {}),
        },
    });
    await server.initialize();
    const space = server.engine.addressSpace;
    space.registerNamespace("urn:test:other");
    const own = space.registerNamespace(URI);
    const folder = own.addObject({ organizedBy: space.rootFolder.objects, browseName: "Folder", nodeId: "s=Folder" });
    const nodes = {};
    const add = (name, dataType, value, declared, parent) => {
        nodes[name] = own.addVariable({
            componentOf: parent || folder,
            browseName: name,
            nodeId: `s=${name}`,
            dataType: declared || DataType[dataType],
            minimumSamplingInterval: 0,
        });
        nodes[name].setValueFromSource({ dataType: DataType[dataType], value });
    };
    add("Voltage", "Double", 1.0);
    add("Position", "Int32", 1);
    add("Flag", "Boolean", true);
    add("Text", "String", "words");
    add("Anything", "Double", 0.5, "BaseDataType");
    add("Setpoint", "Double", 1.0);
    const ramps = [];
    let group = folder;
    for (let k = 0; k < option("ramps", 10); k++) {
        // Each child is compared with all its siblings when it is added.
        if (k % 100 === 0) {
            group = own.addObject({ componentOf: folder, browseName: `Group${k}`, nodeId: `s=Group${k}` });
        }
        add(`Ramp${k}`, "Double", 0.0, undefined, group);
        ramps.push(nodes[`Ramp${k}`]);
    }
    nodes.alarms = addAlarms(space, own, folder, nodes, option("alarms", 0));
    const answers = {};
    addDevice(own, folder, "Direct", answers);
    addDevice(own, folder, "Selected", answers);
    await server.start();
    // Port 0 has been replaced by the one the system gave.
    const port = server.endpoints[0]._server ? server.endpoints[0]._server.address().port : server.endpoints[0].port;
    say({ endpoint: `opc.tcp://127.0.0.1:${port}/field`, port });
    readline.createInterface({ input: process.stdin }).on("line", (line) => obey(JSON.parse(line), server, nodes, ramps, answers));
    process.stdin.on("end", () => server.shutdown(0).then(() => process.exit(0)));
}

// Conditions of one device, whose events go up to the Server object.
function addAlarms(space, own, folder, nodes, count) {
    if (count === 0) {
        return [];
    }
    space.installAlarmsAndConditionsService();
    const bay = own.addObject({
        componentOf: folder,
        browseName: "Bay",
        nodeId: "s=Bay",
        eventSourceOf: space.rootFolder.objects.server,
    });
    bay.setEventNotifier(1);
    const alarms = [];
    for (let k = 0; k < count; k++) {
        alarms.push(
            own.instantiateAlarmCondition("AlarmConditionType", {
                componentOf: bay,
                conditionSource: bay,
                browseName: `Alarm${k}`,
                nodeId: `s=Alarm${k}`,
                namespace: own,
                inputNode: nodes.Voltage,
                conditionName: `Condition ${k}`,
            })
        );
    }
    // One that judges its variable by itself.
    own.instantiateExclusiveLimitAlarm("ExclusiveLimitAlarmType", {
        componentOf: bay,
        conditionSource: bay,
        browseName: "HighVoltage",
        nodeId: "s=HighVoltage",
        namespace: own,
        inputNode: nodes.Voltage,
        conditionName: "High voltage",
        highLimit: 1.1,
        lowLimit: 0.5,
    });
    return alarms;
}

function raise(alarm, order) {
    const branch = alarm.currentBranch();
    if (order.active !== undefined) {
        alarm[order.active ? "activateAlarm" : "deactivateAlarm"]();
    }
    if (order.acked !== undefined) {
        branch.setAckedState(order.acked);
    }
    const given = typeof order.message === "string" && order.message.startsWith("size:");
    alarm.raiseNewCondition({
        severity: order.severity || 500,
        message: given ? "x".repeat(Number(order.message.slice(5))) : order.message || "told by a test",
        quality: order.bad ? StatusCodes.BadSensorFailure : StatusCodes.Good,
        retain: order.retain === undefined ? branch.getActiveState() || !branch.getAckedState() : order.retain,
    });
}

function addDevice(own, folder, device, answers) {
    const node = own.addObject({ componentOf: folder, browseName: device, nodeId: `s=${device}` });
    let token = "";
    const text = (name) => ({ name, dataType: DataType.String });
    const select = own.addMethod(node, {
        browseName: "Select",
        nodeId: `s=${device}.Select`,
        inputArguments: [],
        outputArguments: [text("Token"), text("Reason")],
    });
    select.bindMethod((given, context, done) => {
        if (answers[device] === "refuse") {
            return done(null, reply(StatusCodes.BadUserAccessDenied, "", "the drive is blocked"));
        }
        token = `token-${process.hrtime.bigint()}`;
        return done(null, reply(StatusCodes.Good, token, ""));
    });
    const inputs = [{ name: "Value", dataType: DataType.Double }];
    if (device === "Selected") {
        inputs.unshift(text("Token"));
    }
    const operate = own.addMethod(node, {
        browseName: "Operate",
        nodeId: `s=${device}.Operate`,
        inputArguments: inputs,
        outputArguments: [text("Reason")],
    });
    operate.bindMethod((given, context, done) => {
        if (device === "Selected") {
            const fits = token !== "" && given[0].value === token;
            token = "";
            if (!fits) {
                return done(null, reply(StatusCodes.BadInvalidState, "it is not selected"));
            }
        }
        say({ device, value: given[given.length - 1].value, at: monotonic() });
        if (answers[device] === "refuse") {
            return done(null, reply(StatusCodes.BadUserAccessDenied, "the drive is blocked"));
        }
        return done(null, reply(StatusCodes.Good, ""));
    });
}

function reply(statusCode, ...texts) {
    return { statusCode, outputArguments: texts.map((value) => new Variant({ dataType: DataType.String, value })) };
}

function obey(order, server, nodes, ramps, answers) {
    if (order.write) {
        const given = typeof order.value === "string" && order.value.startsWith("size:");
        const value = given ? "x".repeat(Number(order.value.slice(5))) : order.value;
        const status = Object.values(StatusCodes).find((code) => code.value === (order.status || 0)) || StatusCodes.Good;
        nodes[order.write].setValueFromSource({ dataType: DataType[order.type || "Double"], value }, status);
    }
    if (order.answer) {
        Object.assign(answers, order.answer);
    }
    if (order.drop) {
        for (const endpoint of server.endpoints) {
            for (const channel of endpoint.getChannels()) {
                endpoint.abruptlyInterruptChannel
                    ? channel.transport._socket.destroy()
                    : channel.close(() => undefined);
            }
        }
    }
    if (order.alarm !== undefined) {
        raise(nodes.alarms[order.alarm], order);
    }
    if (order.burst) {
        for (let k = 0; k < order.burst; k++) {
            raise(nodes.alarms[k % nodes.alarms.length], { ...order, message: `${k}` });
        }
    }
    if (order.ramp) {
        ramp(ramps.slice(0, order.ramp[0]), order.ramp[1]);
    }
}

// Each variable counts up by one so many times a second, a tenth of them every hundredth part of the period, so
// that a loss shows as a step that is missing.
function ramp(nodes, perSecond) {
    const parts = 20;
    const period = 1000 / perSecond / parts;
    const size = Math.ceil(nodes.length / parts);
    const begin = performance.now();
    let turn = 0;
    const change = () => {
        const at = turn % parts;
        const value = Math.floor(turn / parts) + 1;
        const now = new Date();
        for (const node of nodes.slice(at * size, (at + 1) * size)) {
            node.setValueFromSource({ dataType: DataType.Double, value }, StatusCodes.Good, now);
        }
        turn++;
        setTimeout(change, Math.max(0, begin + turn * period - performance.now()));
    };
    change();
}

main().catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
});
