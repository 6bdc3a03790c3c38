"use client";

import { OctagonX } from "lucide-react";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { ProseField } from "@/components/ui/deed";
import { SelectField } from "@/components/ui/field";
import { Alert, LabelledField } from "@/components/ui/form";
import { Modal } from "@/components/ui/modal";
import { useForm } from "@/components/ui/use-form";

import { placeInWords } from "./places";
import type { Switch } from "./switched";

export type Place = { product: string; channels: readonly string[] };

type ShutOffButtonProps = { places: readonly Place[]; turnOff: Switch };

/** In the header of every page: stops updates at once, after telling what that does. */
export function ShutOffButton({ places, turnOff }: ShutOffButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        className="border-bad text-bad"
        onClick={() => {
          setOpen(true);
        }}
      >
        <OctagonX aria-hidden />
        Shut off
      </Button>
      {isOpen && (
        <ShutOffDialog
          places={places}
          turnOff={turnOff}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

const conditions = [
  { name: "buildTarget", label: "Build target", placeholder: "any" },
  { name: "version", label: "Version", placeholder: "any, e.g. <98.0" },
  { name: "locale", label: "Locale", placeholder: "any, e.g. de,fr" },
] as const;

function ShutOffDialog({ places, turnOff, onClose }: ShutOffButtonProps & { onClose: () => void }) {
  const [product, setProduct] = useState(places[0]?.product ?? "");
  const [channel, setChannel] = useState("");
  const [narrower, setNarrower] = useState<Readonly<Record<string, string>>>({});
  const { submit, isBusy, errors, complaint } = useForm(turnOff, onClose);
  const { typed, reason, ...others } = errors;
  const wrong = [complaint, reason, ...Object.values(others)].filter(Boolean);
  const name = product === "*" ? "everything" : product;
  return (
    <Modal
      title="Shut updates off"
      note="At once, without anybody's sign-off. Switching on again needs those of the channel."
      onClose={onClose}
    >
      <form onSubmit={submit} className="grid gap-3 p-4" aria-busy={isBusy}>
        <input type="hidden" name="name" value={name} />
        <Where
          places={places}
          product={product}
          channel={channel}
          onProduct={(value) => {
            setProduct(value);
            setChannel("");
          }}
          onChannel={setChannel}
        />
        <Narrower
          onCondition={(condition, value) => {
            setNarrower({ ...narrower, [condition]: value });
          }}
        />
        <ProseField
          name="reason"
          label="Reason"
          hint="Everybody reads it in the red bar until updates are on again."
          required
          rows={2}
        />
        <Effect product={product} channel={channel} narrower={narrower} />
        <LabelledField
          name="typed"
          label={`Type “${name}” to confirm`}
          autoComplete="off"
          required
          error={typed}
        />
        {wrong.length > 0 && <Alert>{wrong.join("; ")}</Alert>}
        <Answers isReady={!isBusy && channel !== ""} onClose={onClose} />
      </form>
    </Modal>
  );
}

function Answers({ isReady, onClose }: { isReady: boolean; onClose: () => void }) {
  return (
    <div className="flex justify-end gap-2">
      <Button size="normal" onClick={onClose}>
        Not now
      </Button>
      <Button
        type="submit"
        size="normal"
        look="primary"
        className="bg-alarm hover:bg-alarm/90"
        disabled={!isReady}
      >
        Shut updates off
      </Button>
    </div>
  );
}

type WhereProps = {
  places: readonly Place[];
  product: string;
  channel: string;
  onProduct: (product: string) => void;
  onChannel: (channel: string) => void;
};

function Where({ places, product, channel, onProduct, onChannel }: WhereProps) {
  const channels = places.find((place) => place.product === product)?.channels ?? [];
  return (
    <div className="flex gap-3">
      <Choice
        name="product"
        label="Product"
        value={product}
        options={places.map((place) => place.product)}
        all="Every product"
        onChange={onProduct}
      />
      <Choice
        name="channel"
        label="Channel"
        value={channel}
        options={[...channels, "*"]}
        all="Every channel"
        empty="Choose one"
        onChange={onChannel}
      />
    </div>
  );
}

function Narrower({ onCondition }: { onCondition: (condition: string, value: string) => void }) {
  return (
    <details className="text-xs">
      <summary className="w-fit rounded-xs text-ink-soft hover:text-ink">Only some of its clients</summary>
      <div className="mt-2 grid grid-cols-3 gap-3">
        {conditions.map((condition) => (
          <LabelledField
            key={condition.name}
            {...condition}
            onChange={(event) => {
              onCondition(condition.name, event.target.value);
            }}
          />
        ))}
      </div>
    </details>
  );
}

type ChoiceProps = {
  name: string;
  label: string;
  value: string;
  options: readonly string[];
  /** What "*" is called. */
  all: string;
  /** What stands there while nothing is chosen. */
  empty?: string;
  onChange: (value: string) => void;
};

function Choice({ name, label, value, options, all, empty, onChange }: ChoiceProps) {
  return (
    <label className="grid flex-1 gap-1 text-xs font-medium">
      {label}
      <SelectField
        name={name}
        required
        value={value}
        className="h-8 w-full max-w-none text-sm"
        options={[
          ...(empty === undefined ? [] : [{ value: "", label: empty }]),
          ...options.map((option) => ({ value: option, label: option === "*" ? all : option })),
        ]}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </label>
  );
}

type EffectProps = { product: string; channel: string; narrower: Readonly<Record<string, string>> };

function Effect({ product, channel, narrower }: EffectProps) {
  if (channel === "") return null;
  const place = {
    product,
    channel,
    buildTarget: null,
    version: null,
    locale: null,
    ...withoutEmpty(narrower),
  };
  return (
    <p role="status" className="rounded-sm bg-bad-fill px-2.5 py-2 text-xs text-bad">
      Clients of <strong>{placeInWords(place)}</strong> get no update at all from now on, manual checks
      included, within seconds on every node. What is already downloaded stays downloaded.
    </p>
  );
}

function withoutEmpty(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== ""));
}
